"""The live side, on asyncio: the event socket, health, static files, and the server that carries pages and API."""
