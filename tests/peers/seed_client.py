#!/usr/bin/env python3
"""The client of the Python sample that Kodama grew from, reconstructed from its README and protocol.

It speaks the protocol of version 1 with the sample's own texts, log lines and commands, on the
`websockets` library (10.4 and newer). Tests run it against kodama-server. It must work with every
version of Kodama: this file does not change when Kodama does.

usage: seed_client.py [demo] [URL]     (default ws://localhost:8765; without demo: interactive)
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
logger = logging.getLogger("client")
logging.getLogger("websockets").setLevel(logging.WARNING)


class WebSocketClient:
    def __init__(self, uri: str = "ws://localhost:8765"):
        self.uri = uri
        self.websocket = None
        self.receiver = None

    async def connect(self):
        logger.info("サーバーに接続中: %s", self.uri)
        self.websocket = await websockets.connect(self.uri)
        logger.info("接続しました")
        self.receiver = asyncio.create_task(self.receive_messages())

    async def disconnect(self):
        await self.websocket.close()
        await self.receiver
        logger.info("切断しました")

    async def receive_messages(self):
        try:
            async for text in self.websocket:
                logger.info("受信: %s", json.loads(text))
        except websockets.exceptions.ConnectionClosed:
            logger.info("サーバーとの接続が閉じられました")

    async def send_message(self, message):
        message["timestamp"] = datetime.now().isoformat()
        await self.websocket.send(json.dumps(message, ensure_ascii=False))
        logger.info("送信: %s", message)

    async def send_echo(self, text):
        await self.send_message({"type": "echo", "text": text})

    async def send_broadcast(self, content):
        await self.send_message({"type": "broadcast", "content": content})

    async def send_command(self, command):
        await self.send_message({"type": "command", "command": command})

    async def interactive_mode(self):
        print("コマンド: echo <text> / broadcast <text> / status / ping / quit")
        loop = asyncio.get_running_loop()
        while True:
            try:
                line = await loop.run_in_executor(None, input, "> ")
            except EOFError:
                break
            command, _, text = line.strip().partition(" ")
            if command == "quit":
                break
            if command == "echo":
                await self.send_echo(text)
            elif command == "broadcast":
                await self.send_broadcast(text)
            elif command in ("status", "ping"):
                await self.send_command(command)
            elif command:
                print("不明なコマンドです")
            await asyncio.sleep(0.1)

    async def auto_demo(self):
        await asyncio.sleep(0.2)
        await self.send_echo("Hello, WebSocket!")
        await asyncio.sleep(0.2)
        await self.send_broadcast("みなさん、こんにちは！")
        await asyncio.sleep(0.2)
        await self.send_command("status")
        await asyncio.sleep(0.2)
        await self.send_command("ping")
        await asyncio.sleep(0.5)


async def main():
    arguments = sys.argv[1:]
    demo = "demo" in arguments
    uris = [argument for argument in arguments if argument != "demo"]
    client = WebSocketClient(*uris[:1])
    await client.connect()
    try:
        if demo:
            await client.auto_demo()
        else:
            await client.interactive_mode()
    finally:
        await client.disconnect()


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        pass
    except OSError as error:
        logger.error("接続できません: %s", error)
        sys.exit(1)
