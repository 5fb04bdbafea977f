"""The live room: event socket (asyncio)."""
