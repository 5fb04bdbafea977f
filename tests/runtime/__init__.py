"""Tests of the running product: real processes, real sockets, a real Valkey."""
