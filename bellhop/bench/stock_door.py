"""aiosmtpd as it comes, with a handler that does nothing: the limit that docs/performance.md begins with.

`python -m bellhop.bench.stock_door`; says where it listens as the door does.
"""

import asyncio
import json
import sys

from aiosmtpd.smtp import SMTP, Envelope, Session


class DoesNothing:
    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        return "250 OK"


async def _serve() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(DoesNothing(), hostname="desk.test", loop=loop), "127.0.0.1", 0
    )
    port = server.sockets[0].getsockname()[1]
    sys.stderr.write(json.dumps({"event": "listening", "where": f"127.0.0.1:{port}"}) + "\n")
    sys.stderr.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve())
