#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Kaitsu authors
"""A responder (data/responder) on the TCP ports that are named."""

import asyncio
import sys


async def answer(_reader, writer):
    port = writer.get_extra_info("sockname")[1]
    caller = writer.get_extra_info("peername")[0]
    writer.write(b"KAITSU1 tcp %d %s\n" % (port, caller.encode()))
    await writer.drain()
    writer.close()


async def main():
    servers = [await asyncio.start_server(answer, "0.0.0.0", int(port)) for port in sys.argv[1:]]
    await asyncio.gather(*(server.serve_forever() for server in servers))


asyncio.run(main())
