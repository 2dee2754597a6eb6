// The same protocol on npm's ws. Prints its port and runs until it is killed.
"use strict";
const { WebSocketServer } = require("ws");

const server = new WebSocketServer({ host: "127.0.0.1", port: 0, backlog: 4096, clientTracking: true });
const now = () => new Date().toISOString().replace("Z", "000");

function sendToAll(message, except) {
  const text = JSON.stringify(message);
  for (const client of server.clients) if (client !== except) client.send(text);
}

server.on("listening", () => console.log(server.address().port));
server.on("connection", (client, request) => {
  const id = `${request.socket.remoteAddress}:${request.socket.remotePort}`;
  request.socket.setNoDelay(true);
  client.send(JSON.stringify({ type: "welcome", message: "welcome", client_id: id, timestamp: now() }));
  sendToAll({ type: "client_connected", client_id: id, timestamp: now(), total_clients: server.clients.size }, client);
  client.on("message", (data) => {
    let message;
    try {
      message = JSON.parse(data);
    } catch {
      return;
    }
    if (message.type === "echo")
      client.send(JSON.stringify({ type: "echo_response", original: message, timestamp: now() }));
    else if (message.type === "broadcast")
      sendToAll({ type: "broadcast_message", from: id, content: message.content ?? null, timestamp: now() });
  });
  client.on("error", () => {});
  client.on("close", () =>
    sendToAll({ type: "client_disconnected", client_id: id, timestamp: now(), total_clients: server.clients.size }));
});
