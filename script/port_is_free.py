"""Exit 0 when a server could listen on HOST PORT now, else 1."""

import socket
import sys


def port_is_free(host: str, port: int) -> bool:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as server:
        # Connections of a server stopped a moment ago do not count.
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind(address)
        except OSError:
            return False
    return True


if __name__ == "__main__":
    sys.exit(not port_is_free(sys.argv[1], int(sys.argv[2])))
