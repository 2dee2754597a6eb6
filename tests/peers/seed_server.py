#!/usr/bin/env python3
"""The server of the Python sample that Kodama grew from, reconstructed from its README and protocol.

It speaks the protocol of version 1 with the sample's own texts and log lines, on the `websockets`
library (10.4 and newer). Tests run our client against it. It must work with every version of
Kodama: this file does not change when Kodama does.

usage: seed_server.py [PORT]     (default 8765; 0 picks a free one and logs it)
"""

import asyncio
import json
import logging
import sys
from datetime import datetime

import websockets

logging.basicConfig(
    level=logging.INFO,
    format="%(asctime)s - %(levelname)s - %(message)s",
    datefmt="%Y-%m-%d %H:%M:%S",
)
logger = logging.getLogger("server")
logging.getLogger("websockets").setLevel(logging.WARNING)

connected_clients = set()


def now():
    return datetime.now().isoformat()


def id_of(websocket):
    return f"{websocket.remote_address[0]}:{websocket.remote_address[1]}"


async def send(websocket, message):
    await websocket.send(json.dumps(message, ensure_ascii=False))


async def broadcast(message, exclude=None):
    """Sends to all clients but one; who is gone in the meantime is no reason to stop."""
    text = json.dumps(message, ensure_ascii=False)
    receivers = [client for client in connected_clients if client is not exclude]
    if receivers:
        await asyncio.gather(
            *(client.send(text) for client in receivers), return_exceptions=True
        )


async def handle_command(websocket, data):
    command = data.get("command")
    response = {"type": "command_response", "command": command}
    if command == "status":
        response["data"] = {
            "connected_clients": len(connected_clients),
            "server_time": now(),
        }
    elif command == "ping":
        response["data"] = "pong"
    else:
        response["error"] = "不明なコマンドです"
    await send(websocket, response)


async def handle_message(websocket, text):
    try:
        data = json.loads(text)
    except ValueError:
        data = None
    if not isinstance(data, dict):
        await send(websocket, {"type": "error", "message": "不正なJSON形式です"})
        return

    msg_type = data.get("type", "message")
    if msg_type == "echo":
        await send(
            websocket,
            {"type": "echo_response", "original": data, "timestamp": now()},
        )
    elif msg_type == "broadcast":
        await broadcast(
            {
                "type": "broadcast_message",
                "from": id_of(websocket),
                "content": data.get("content"),
                "timestamp": now(),
            }
        )
    elif msg_type == "command":
        await handle_command(websocket, data)
    else:
        await broadcast(
            {
                "type": "message",
                "from": id_of(websocket),
                "data": data,
                "timestamp": now(),
            },
            exclude=websocket,
        )


async def announce(event, client_id, exclude=None):
    await broadcast(
        {
            "type": event,
            "client_id": client_id,
            "timestamp": now(),
            "total_clients": len(connected_clients),
        },
        exclude=exclude,
    )


async def handle_client(websocket):
    client_id = id_of(websocket)
    connected_clients.add(websocket)
    logger.info("新しいクライアント接続: %s", client_id)
    try:
        await send(
            websocket,
            {
                "type": "welcome",
                "message": "WebSocketサーバーに接続しました",
                "client_id": client_id,
                "timestamp": now(),
            },
        )
        await announce("client_connected", client_id, exclude=websocket)
        async for text in websocket:
            await handle_message(websocket, text)
    except websockets.exceptions.ConnectionClosed:
        pass
    finally:
        connected_clients.discard(websocket)
        logger.info("クライアント切断: %s", client_id)
        await announce("client_disconnected", client_id)


async def main():
    host = "localhost"
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8765
    if port == 0:
        host = "127.0.0.1"  # a free port is free on one address
    async with websockets.serve(handle_client, host, port) as server:
        port = server.sockets[0].getsockname()[1]
        logger.info("WebSocketサーバーを起動中: ws://%s:%d", host, port)
        logger.info("サーバーが起動しました。Ctrl+Cで停止します。")
        await asyncio.Future()


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        logger.info("サーバーを停止しました")
