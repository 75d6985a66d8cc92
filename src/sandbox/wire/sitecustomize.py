# Loaded by Python before the program (PYTHONPATH): clients such as aiohttp read no variable for proxies, so that the
# addresses of MET's hosts are those of the metstatus sandbox here. Names in TLS and HTTP stay as they are.
import os
import socket
import sys

_ports = {
    443: int(os.environ.get("METSTATUS_SANDBOX_HTTPS_PORT", 0)),
    80: int(os.environ.get("METSTATUS_SANDBOX_HTTP_PORT", 0)),
}
_getaddrinfo = socket.getaddrinfo


def _sandbox_getaddrinfo(host, port, *arguments, **named):
    name = host.decode("ascii", "replace") if isinstance(host, (bytes, bytearray)) else host
    if isinstance(name, str):
        name = name.lower().rstrip(".")
        number = {"https": 443, "http": 80}.get(port, port)
        number = int(number) if str(number).isdigit() else 0
        if (name == "api.met.no" or name.endswith(".api.met.no")) and _ports.get(number):
            return _getaddrinfo("127.0.0.1", _ports[number], *arguments, **named)
    return _getaddrinfo(host, port, *arguments, **named)


socket.getaddrinfo = _sandbox_getaddrinfo

# The module of this name that the installation has comes next.
_here = os.path.dirname(os.path.abspath(__file__))
sys.path[:] = [folder for folder in sys.path if os.path.abspath(folder or os.curdir) != _here]
_own = sys.modules.pop("sitecustomize", None)
try:
    import sitecustomize
except ImportError:
    sys.modules["sitecustomize"] = _own
