// npm's `ws` against the server: node ws_client.js MODULE URL. Prints one line: what was agreed on,
// and how many messages came back as they were.
"use strict";

const WebSocket = require(process.argv[2]);
const compress = process.argv[4] !== "plain";
const texts = [1, 200, 1100, 5000, 70000, 300000].map((n) => "木霊a".repeat(n / 3 + 1));
const socket = new WebSocket(process.argv[3], ["chat", "kodama.v2.json"], {
  perMessageDeflate: compress ? { threshold: 0 } : false,
});
let correct = 0;
let sent = 0;

function send() {
  if (sent === texts.length) {
    socket.close(4321, "さようなら");
    return;
  }
  const message = JSON.stringify({ type: "echo", text: texts[sent++] });
  if (sent % 2) {
    socket.send(message);
  } else {
    // In fragments, the last one empty.
    socket.send(message.slice(0, 40), { fin: false });
    socket.send(message.slice(40), { fin: false });
    socket.send("", { fin: true });
  }
}

socket.on("message", (data) => {
  const message = JSON.parse(data.toString());
  if (message.type === "welcome") {
    socket.ping("p");
  } else if (message.type === "echo_response") {
    correct += message.original.text === texts[sent - 1] ? 1 : 0;
    send();
  }
});
socket.on("pong", () => send());
socket.on("close", (code) =>
  console.log(`${correct} correct, code ${code}, [${socket.extensions}], ${socket.protocol}`)
);
socket.on("error", (error) => {
  console.log(error.message);
  process.exit(1);
});
