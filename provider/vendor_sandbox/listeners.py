"""The four loopback addresses of a sandbox, and what a loopback address is."""

from __future__ import annotations

import ipaddress
import socket

NAMES = ("control", "ilert", "xmatters", "apifortress")
DEFAULT_PORT_BASE = 8870


class ServeError(Exception):
    """The sandbox cannot serve; the text is one line that says why and what to do."""


class ListenError(ServeError):
    """A listener cannot be opened."""


class AlreadyServedError(ServeError):
    """Another process serves this directory."""


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine, without asking a resolver."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def loopback(host: str) -> str:
    """`host` as an address, when it is a loopback one. Raises ListenError otherwise."""
    if is_loopback(host):
        return "127.0.0.1" if host == "localhost" else host
    raise ListenError(f"refusing to listen on {host}: the sandbox serves loopback addresses only (use 127.0.0.1)")


def open_sockets(host: str, ports: list[int]) -> list[socket.socket]:
    """One listening socket per name of `NAMES`; port 0 takes a free one. Raises ListenError when a port is taken."""
    address = loopback(host)
    opened: list[socket.socket] = []
    for name, port in zip(NAMES, ports, strict=True):
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        # Named TCP: only then does asyncio turn Nagle's algorithm off, which costs 40 ms per answer otherwise.
        sock = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        opened.append(sock)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            sock.bind((address, port))
            sock.listen(256)
        except OSError as error:
            for each in opened:
                each.close()
            reason = f"port {port} of {address} for {name} cannot be used ({error.strerror})"
            raise ListenError(f"{reason}; stop what uses it or start with another --port-base") from error
    return opened


def base_url(sock: socket.socket) -> str:
    """The URL of a listening socket, no trailing slash."""
    host, port = sock.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
