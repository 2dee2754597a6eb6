#include "server/texts.h"

#include <QLocale>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

namespace {

struct Row
{
    Text text{};
    QStringView japanese;
    QStringView english;
};

// In the order of the enum; checked below.
constexpr Row rows[] = {
    {Text::Welcome, u"WebSocketサーバーに接続しました", u"Connected to the WebSocket server"},
    {Text::InvalidJson, u"不正なJSON形式です", u"Not valid JSON"},
    {Text::BadRequest, u"不正なリクエストです", u"Bad request"},
    {Text::UnknownCommand, u"不明なコマンドです", u"Unknown command"},
    {Text::HelloFirst, u"先にhelloを送信してください", u"Send hello first"},
    {Text::InternalError, u"サーバー内部でエラーが発生しました", u"Internal server error"},
    {Text::Heartbeat, u"サーバーは稼働中です", u"The server is running"},
    {Text::ShuttingDownReason, u"サーバーを停止します", u"The server is shutting down"},
    {Text::KickedReason, u"管理者により切断されました", u"Disconnected by the operator"},
    {Text::UnknownRoom, u"そのルームはありません", u"There is no such room"},
    {Text::NickInUse, u"その名前は使用中です", u"That name is taken"},
    {Text::BadNick, u"その名前は使えません", u"That name cannot be used"},
    {Text::NoSuchUser, u"その名前の人はいません", u"There is nobody of that name"},
    {Text::TooLarge, u"大きすぎます", u"Too large"},
    {Text::RateLimited, u"送信が速すぎます。少し待ってください", u"Too fast: wait a moment"},
    {Text::StoreUnavailable, u"現在メッセージを保存できません",
     u"Messages cannot be stored at present"},
    {Text::IdUsedElsewhere, u"このidは別のメッセージで使用済みです",
     u"This id was used for another message"},
    {Text::TooManyRooms, u"ルームが多すぎます", u"Too many rooms"},
    {Text::HelloTwice, u"helloは一度だけ送信できます", u"hello may be said only once"},
    {Text::BadRoomName, u"ルーム名として使えません", u"Not the name of a room"},
    {Text::BeforeOrAfter, u"beforeとafterは同時に指定できません",
     u"before and after exclude each other"},
    {Text::NotInRoom, u"そのルームに参加していません", u"You are not in that room"},
    {Text::StoreRenewedReason, u"履歴が新しくなりました。接続し直してください",
     u"The history began anew: connect again"},
    {Text::TryLaterReason, u"混み合っています。後でもう一度お試しください",
     u"Busy: try again later"},

    {Text::Starting, u"WebSocketサーバーを起動中: %1", u"Starting WebSocket server: %1"},
    {Text::AdminPages, u"監視用ページ: %1", u"Pages for monitoring: %1"},
    {Text::Started, u"サーバーが起動しました。Ctrl+Cで停止します。",
     u"Server started. Press Ctrl+C to stop."},
    {Text::FewDescriptors,
     u"接続数の上限は %2 です (--max-connections は %1): 開けるファイルの数が %3 "
     u"に制限されています。"
     u"LimitNOFILE=%4 または ulimit -n %4 が必要です。",
     u"At most %2 connections instead of %1 (--max-connections), as this process may open only %3 "
     u"files: that needs LimitNOFILE=%4 (systemd) or ulimit -n %4."},
    {Text::ClientConnected, u"新しいクライアント接続: %1", u"New client connected: %1"},
    {Text::ClientDisconnected, u"クライアント切断: %1 (%2)", u"Client disconnected: %1 (%2)"},
    {Text::Refused, u"接続を拒否 %1 (%2): %3", u"Refused %1 (%2): %3"},
    {Text::RefusedSilently, u"応答なし", u"no answer"},
    {Text::RefusedMore, u" (ほかに %1 件を省略)", u" (and %1 more before, left out)"},
    {Text::MessageReceived, u"受信 %1: %2", u"Received from %1: %2"},
    {Text::MessageRefused, u"不正なメッセージ %1: %2", u"Refused a message of %1: %2"},
    {Text::RateLimitHit, u"送信制限を超えました: %1", u"Over the rate limit: %1"},
    {Text::RoomsUsedUp,
     u"新しいルームまたは会話を断りました。記録されているものが %1 件あり、上限に達しています "
     u"(kodama_history_streams)。",
     u"A new room or conversation was refused: %1 are remembered, which is the bound "
     u"(kodama_history_streams)."},
    {Text::Stopping, u"サーバーを停止しています: 接続中のクライアント %1",
     u"Stopping the server: %1 connected"},
    {Text::StoppingAborted, u"応答のない接続を打ち切りました: %1",
     u"Gave up waiting for connections to close: %1"},
    {Text::Stopped, u"サーバーを停止しました", u"Server stopped"},
    {Text::LogLinesDropped, u"省略したログの行数: %1", u"Log lines dropped: %1"},
    {Text::PortInUse, u"ポート %2 は既に使用されています (%1)。%3 で別のポートを指定してください。",
     u"Port %2 is already in use (%1). Choose another one with %3."},
    {Text::PortInUseBy,
     u"ポート %2 は既に使用されています (%1)。使用中のプロセス: %3 (PID %4)。"
     u"%5 で別のポートを指定してください。",
     u"Port %2 is already in use (%1) by %3 (PID %4). Choose another one with %5."},
    {Text::PortTwice,
     u"%3: ポート %2 はこのサーバー自身が既に使用しています (%1)。別のポートを指定してください。",
     u"%3: port %2 is used by this server itself already (%1). Choose another one."},
    {Text::HostNotFound, u"%2: ホスト名を解決できません: %1", u"%2: cannot resolve the name: %1"},
    {Text::AddressNotOurs, u"%2: このマシンのアドレスではありません: %1",
     u"%2: not an address of this machine: %1"},
    {Text::ListenNotPermitted, u"%4: ポート %2 を開く権限がありません (%1): %3",
     u"%4: no permission to open port %2 (%1): %3"},
    {Text::ListenFailed, u"%4: ポート %2 を開けません (%1): %3",
     u"%4: cannot open port %2 (%1): %3"},
    {Text::PathInUse, u"--unix-socket: ソケット %1 は別のプロセスが使用しています",
     u"--unix-socket: another process answers on the socket %1"},
    {Text::PathTaken, u"--unix-socket: %1 はソケットではない既存のファイルです",
     u"--unix-socket: %1 exists and is not a socket"},
    {Text::PathFailed, u"--unix-socket: ソケット %1 を開けません: %2",
     u"--unix-socket: cannot open the socket %1: %2"},
    {Text::NoActivatedSocket,
     u"LISTEN_FDS: サービスマネージャーから渡された中に、待ち受け中のソケットがありません",
     u"LISTEN_FDS: none of what the service manager has handed over is a listening socket"},
    {Text::TlsPortNotActivated,
     u"--tls-port %1: サービスマネージャーから渡されたソケット (LISTEN_FDS) に"
     u"このポートのものがありません",
     u"--tls-port %1: none of the sockets that the service manager has handed over (LISTEN_FDS) "
     u"has this port"},
    {Text::CertificateLoaded, u"TLS証明書: %1 (有効期限 %2)",
     u"TLS certificate: %1, valid until %2"},
    {Text::CertificateExpired, u"TLS証明書の有効期限が切れています: %1 (%2まで)",
     u"The TLS certificate has expired: %1, valid until %2"},
    {Text::CertificateKept, u"これまでの証明書を使い続けます。%1",
     u"Keeping the certificate that is in use. %1"},
    {Text::TlsCannotRead, u"%1 を読み込めません: %2", u"Cannot read %1: %2"},
    {Text::TlsNoCertificate, u"%1 にPEM形式の証明書がありません",
     u"%1 holds no certificate in PEM form"},
    {Text::TlsNoKey, u"%1 にPEM形式の秘密鍵がありません", u"%1 holds no private key in PEM form"},
    {Text::TlsEncryptedKey,
     u"%1 の秘密鍵はパスフレーズで暗号化されています (openssl pkey で解除してください)",
     u"The private key in %1 is encrypted with a passphrase (decrypt it with openssl pkey)"},
    {Text::TlsMismatch, u"%1 の秘密鍵は %2 の証明書のものではありません",
     u"The private key in %1 does not belong to the certificate in %2"},
    {Text::TlsRefused, u"%1 を使用できません: %2", u"Cannot use %1: %2"},

    {Text::UnknownOption, u"%1: 不明なオプションです", u"%1: unknown option"},
    {Text::MissingValue, u"%1: 値が必要です", u"%1: needs a value"},
    {Text::UnexpectedValue, u"%1: 値は指定できません", u"%1: takes no value"},
    {Text::UnexpectedArgument, u"余分な引数です: %1", u"unexpected argument: %1"},
    {Text::BadHost, u"--host: ホスト名またはIPアドレスではありません: %1",
     u"--host: neither a host name nor an address: %1"},
    {Text::BadPort, u"--port: 0から65535までの数ではありません: %1",
     u"--port: not a number from 0 to 65535: %1"},
    {Text::BadUnixSocket, u"--unix-socket: パスが空です", u"--unix-socket: the path is empty"},
    {Text::BadTrustedProxy,
     u"--trusted-proxy: IPアドレス、アドレス/ビット数、unix のいずれでもありません: %1",
     u"--trusted-proxy: none of an address, ADDRESS/BITS, unix: %1"},
    {Text::NowhereToListen, u"--port none には --unix-socket か --tls-port が必要です",
     u"--port none needs --unix-socket or --tls-port"},
    {Text::BadTlsPort, u"--tls-port: 0から65535までの数ではありません: %1",
     u"--tls-port: not a number from 0 to 65535: %1"},
    {Text::BadAdminPort, u"--admin-port: 0から65535までの数ではありません: %1",
     u"--admin-port: not a number from 0 to 65535: %1"},
    {Text::BadAdminHost, u"--admin-host: ホスト名またはIPアドレスではありません: %1",
     u"--admin-host: neither a host name nor an address: %1"},
    {Text::AdminHostAlone, u"--admin-host には --admin-port が必要です",
     u"--admin-host needs --admin-port"},
    {Text::IncompleteTls, u"TLSには --tls-cert と --tls-key の両方が必要です",
     u"TLS needs both --tls-cert and --tls-key"},
    {Text::BadLanguage, u"--language: ja または en を指定してください: %1",
     u"--language: neither ja nor en: %1"},
    {Text::BadLogLevel, u"--log-level: debug, info, warning, error のいずれでもありません: %1",
     u"--log-level: none of debug, info, warning, error: %1"},
    {Text::BadHeartbeat, u"--heartbeat: 0から86400までの秒数ではありません: %1",
     u"--heartbeat: not a number of seconds from 0 to 86400: %1"},
    {Text::BadThreads, u"--threads: 1から256までの数ではありません: %1",
     u"--threads: not a number from 1 to 256: %1"},
    {Text::BadBound, u"%1: %2から%3までの数ではありません: %4",
     u"%1: not a number from %2 to %3: %4"},
    {Text::BadOrigin,
     u"--allow-origin: https://example.org, example.org, *.example.org, null, * の"
     u"いずれの形でもありません: %1",
     u"--allow-origin: none of https://example.org, example.org, *.example.org, null, *: %1"},
    {Text::BadAllowedHost,
     u"--allow-host: ホスト名、IPアドレス、*.example.org、* のいずれでもありません: %1",
     u"--allow-host: none of a host name, an address, *.example.org, *: %1"},
    {Text::Help,
     u"使い方: kodama-server [オプション]\n"
     u"Kodama のチャットサーバー。JSON プロトコルの WebSocket サーバーです。\n"
     u"\n"
     u"  --host HOST          待ち受けるアドレスまたは名前 (既定: localhost = 127.0.0.1 と ::1。\n"
     u"                       0.0.0.0 または :: ですべてのネットワーク)\n"
     u"  --port PORT          ポート番号 (既定: 8765。0 なら空きポートを選びログに表示)\n"
     u"                       none なら --unix-socket と --tls-port だけを使う\n"
     u"  --unix-socket PATH   Unix ソケットでも待ち受ける (リバースプロキシ用、モード 0660)\n"
     u"  --trusted-proxy ADDR このアドレス (10.0.0.0/8 のような範囲、unix も可) からの\n"
     u"                       X-Forwarded-For を信頼する (複数指定可)\n"
     u"  --tls-cert FILE      TLS の証明書 (PEM、中間証明書を含む)。--port は wss:// 専用になる\n"
     u"  --tls-key FILE       その秘密鍵 (PEM)。SIGHUP で両方を読み直す\n"
     u"  --tls-port PORT      wss:// をこのポートで受け付け、--port は ws:// のままにする\n"
     u"                       (--port と同じ番号なら一つのポートで両方)\n"
     u"  --admin-port PORT    /metrics, /healthz, /readyz だけのポート (0 なら空きポート)。\n"
     u"                       --port では /metrics を返さなくなる\n"
     u"  --admin-host HOST    そのアドレス (既定: localhost。接続できる人は誰でも読める)\n"
     u"  --language ja|en     サーバーの言語 (既定: ロケールに従う)\n"
     u"  --log-level LEVEL    debug, info, warning, error (既定: info。本文は debug のみ)\n"
     u"  --quiet              警告とエラーだけを表示\n"
     u"  --console            端末でなくても標準入力から管理コマンドを読む (help で一覧)\n"
     u"  --allow-origin URL   このオリジンのウェブページからの接続を許可 (複数指定可。\n"
     u"                       https://example.org, *.example.org, null, *)\n"
     u"  --allow-host NAME    この名前でのアクセスを許可 (複数指定可。*.example.org, *)\n"
     u"  --heartbeat SECONDS  server_heartbeat をこの間隔で全員に送信 (既定: 0 = 送信しない)\n"
     u"  --no-compression     メッセージの圧縮 (permessage-deflate) をしない\n"
     u"  --threads N          クライアントを処理するスレッド数 (既定: CPU コア数)\n"
     u"  --data DIR           履歴を保存するフォルダー (既定: $STATE_DIRECTORY または\n"
     u"                       ~/.local/share/kodama。サーバーごとに別のフォルダーが必要)\n"
     u"  --no-history         履歴をメモリー上だけに保持し、終了時に破棄\n"
     u"  --history-count N    ルームごとに残すメッセージ数 (既定: 100000。0 = 無制限)\n"
     u"  --history-age AGE    残す期間。90s, 15m, 12h, 30d など (既定: 0 = 無制限)\n"
     u"  --history-bytes SIZE ルームごとに残す量。500K, 64M, 2G など (既定: 256M。0 = 無制限)\n"
     u"  --check-store        履歴が壊れていないか調べて終了 (変更はしない)\n"
     u"  --export ROOM        ルームの履歴を JSON Lines で標準出力に書き出して終了\n"
     u"  -v, --version        バージョンを表示\n"
     u"  -h, --help           このヘルプを表示\n"
     u"\n"
     u"上限 (1 つの接続につき、0 は無制限):\n"
     u"  --max-connections N  接続数の合計 (既定: 10000)\n"
     u"  --max-connections-per-address N\n"
     u"                       1 つのアドレスからの接続数 (既定: 1000、ローカルは数えない)\n"
     u"  --max-request-bytes N、--request-timeout SECONDS\n"
     u"                       接続要求の長さと時間 (既定: 16384、5)\n"
     u"  --max-message-bytes N  メッセージの長さ (既定: 1114112)\n"
     u"  --max-fragments N    1 メッセージのフラグメント数 (既定: 65536)\n"
     u"  --max-messages-per-second N、--max-bytes-per-second N\n"
     u"                       他のクライアントに届く送信量 (既定: 100000、268435456。\n"
     u"                       echo と command は 10 分の 1 として数える)\n"
     u"  --max-pings-per-second N  ping と pong の数 (既定: 100)\n"
     u"  --max-queued-bytes N 読み取りの遅いクライアントへの送信待ちバイト数\n"
     u"                       (既定: 1048576)\n"
     u"  --max-held-bytes N   受信途中と送信待ちのデータの、全クライアントの合計\n"
     u"                       (既定: 134217728)\n"
     u"  --dead-after SECONDS 応答のない接続を切断するまでの秒数 (既定: 45、その約半分で ping)\n"
     u"\n"
     u"Ctrl+C または SIGTERM で停止し、2 回目で直ちに終了します。\n"
     u"終了コード: 0 正常終了、2 引数の誤り、65 履歴が壊れているか別の形式、66 "
     u"履歴やルームがない、\n"
     u"69 ポートやソケットを使えないかデータフォルダーが使用中、73 データフォルダーを使えない、\n"
     u"74 出力に失敗、77 ポートやソケットを使う、または履歴を読む権限がない、\n"
     u"78 証明書または渡されたソケットを使えない、\n"
     u"130・143 2 回目のシグナルで終了\n",
     u"Usage: kodama-server [options]\n"
     u"The chat server of Kodama: WebSocket with an open JSON protocol.\n"
     u"\n"
     u"  --host HOST          address or name to listen on (default: localhost = 127.0.0.1 and\n"
     u"                       ::1; 0.0.0.0 or :: for all networks)\n"
     u"  --port PORT          port (default: 8765; 0 picks a free one and logs it)\n"
     u"                       none: only --unix-socket and --tls-port\n"
     u"  --unix-socket PATH   listen on a Unix socket, too (for a reverse proxy; mode 0660)\n"
     u"  --trusted-proxy ADDR believe X-Forwarded-For that comes from this address (or range\n"
     u"                       such as 10.0.0.0/8, or unix; may be repeated)\n"
     u"  --tls-cert FILE      certificate with its chain (PEM): --port speaks wss:// only\n"
     u"  --tls-key FILE       its private key (PEM); SIGHUP reads both again\n"
     u"  --tls-port PORT      speak wss:// here and leave --port to ws:// (the same number as\n"
     u"                       --port: both on one port)\n"
     u"  --admin-port PORT    a port for /metrics, /healthz and /readyz alone (0 picks a free "
     u"one);\n"
     u"                       /metrics is not on --port then\n"
     u"  --admin-host HOST    its address (default: localhost; whoever reaches it reads them)\n"
     u"  --language ja|en     what the server speaks (default: follows the locale)\n"
     u"  --log-level LEVEL    debug, info, warning or error (default: info; message contents\n"
     u"                       only at debug)\n"
     u"  --quiet              only warnings and errors\n"
     u"  --console            read the operator's commands from standard input even if it is no\n"
     u"                       terminal (`help` lists them)\n"
     u"  --allow-origin URL   let web pages of this origin connect (may be repeated;\n"
     u"                       https://example.org, *.example.org, null, *)\n"
     u"  --allow-host NAME    let clients address the server by this name (may be repeated;\n"
     u"                       *.example.org, *)\n"
     u"  --heartbeat SECONDS  send server_heartbeat to all this often (default: 0 = never)\n"
     u"  --no-compression     never agree to compress messages (permessage-deflate)\n"
     u"  --threads N          threads that serve clients (default: one for each core)\n"
     u"  --data DIR           folder of the history (default: $STATE_DIRECTORY, else\n"
     u"                       ~/.local/share/kodama; each server needs its own)\n"
     u"  --no-history         keep history in memory only, and lose it at the end\n"
     u"  --history-count N    messages to keep of each room (default: 100000; 0 = all)\n"
     u"  --history-age AGE    for how long, as 90s, 15m, 12h or 30d (default: 0 = for ever)\n"
     u"  --history-bytes SIZE how much of each room, as 500K, 64M or 2G (default: 256M; 0 = all)\n"
     u"  --check-store        look whether the history is whole, change nothing, and end\n"
     u"  --export ROOM        write a room's history to standard output as JSON lines, and end\n"
     u"  -v, --version        print the version\n"
     u"  -h, --help           print this help\n"
     u"\n"
     u"Bounds (of each connection; 0 where that means none):\n"
     u"  --max-connections N  connections altogether (default: 10000)\n"
     u"  --max-connections-per-address N\n"
     u"                       connections from one address (default: 1000; this machine's own\n"
     u"                       are not counted)\n"
     u"  --max-request-bytes N, --request-timeout SECONDS\n"
     u"                       length and time of the opening request (default: 16384, 5)\n"
     u"  --max-message-bytes N  length of a message (default: 1114112)\n"
     u"  --max-fragments N    fragments of a message (default: 65536)\n"
     u"  --max-messages-per-second N, --max-bytes-per-second N\n"
     u"                       what is sent to others; an echo or a command counts a tenth\n"
     u"                       (default: 100000, 268435456)\n"
     u"  --max-pings-per-second N  pings and pongs (default: 100)\n"
     u"  --max-queued-bytes N bytes that wait for a slow reader (default: 1048576)\n"
     u"  --max-held-bytes N   unfinished messages and what waits to be sent, of all clients\n"
     u"                       together (default: 134217728)\n"
     u"  --dead-after SECONDS give up who is silent for so long (default: 45; pings come at\n"
     u"                       about half of it)\n"
     u"\n"
     u"Ctrl+C or SIGTERM stops the server, a second one ends it at once.\n"
     u"Exit status: 0 stopped, 2 bad arguments, 65 history damaged or of another version,\n"
     u"66 no such history or room, 69 port or socket unusable, or data folder in use,\n"
     u"73 data folder unusable, 74 output failed, 77 no right to port, socket or history,\n"
     u"78 certificate or inherited sockets unusable, 130 or 143 ended by a second signal\n"},
    {Text::OutputFailed, u"kodama-server: 標準出力に書き込めません: %1",
     u"kodama-server: cannot write to standard output: %1"},

    {Text::ConsoleHelp,
     u"help                     このヘルプを表示\n"
     u"count                    接続中のクライアント数を表示\n"
     u"list                     接続中のクライアントを表示 (名前とルームも)\n"
     u"rooms                    ルームを表示 (人数、最新の番号、話題)\n"
     u"notify TEXT              全員に通知\n"
     u"send CLIENT_ID TEXT      一人にメッセージを送信\n"
     u"kick CLIENT_ID [REASON]  クライアントを切断\n"
     u"quit                     サーバーを停止 (端末では Ctrl+D でも停止)",
     u"help                     print this help\n"
     u"count                    print how many clients are connected\n"
     u"list                     print the connected clients, with their names and rooms\n"
     u"rooms                    print the rooms: members, newest number, topic\n"
     u"notify TEXT              tell everybody\n"
     u"send CLIENT_ID TEXT      tell one client\n"
     u"kick CLIENT_ID [REASON]  disconnect a client\n"
     u"quit                     stop the server (on a terminal Ctrl+D, too)"},
    {Text::ConsoleCount, u"接続中のクライアント数: %1", u"Connected clients: %1"},
    {Text::ConsoleNoClients, u"接続中のクライアントはいません", u"No clients are connected"},
    {Text::ConsoleNotified, u"全員に通知しました: %1", u"Notified clients: %1"},
    {Text::ConsoleSent, u"送信しました: %1", u"Sent to %1"},
    {Text::ConsoleKicked, u"切断しました: %1", u"Disconnected %1"},
    {Text::ConsoleNoSuchClient, u"そのようなクライアントはいません: %1", u"No such client: %1"},
    {Text::ConsoleNotifyUsage, u"使い方: notify TEXT", u"Usage: notify TEXT"},
    {Text::ConsoleSendUsage, u"使い方: send CLIENT_ID TEXT", u"Usage: send CLIENT_ID TEXT"},
    {Text::ConsoleKickUsage, u"使い方: kick CLIENT_ID [REASON]", u"Usage: kick CLIENT_ID [REASON]"},
    {Text::ConsoleNoArguments, u"%1 は引数を取りません", u"%1 takes no arguments"},
    {Text::ConsoleUnknown, u"不明なコマンドです: %1 (help で一覧を表示)",
     u"Unknown command: %1 (help lists them)"},
    {Text::ConsoleLineTooLong, u"行が長すぎます (上限 %1 バイト)",
     u"The line is too long (at most %1 bytes)"},
    {Text::ConsoleQuit, u"サーバーを停止します", u"Stopping the server"},
};

consteval bool rowsFollowTheEnum()
{
    for (std::size_t i = 0; i < std::size(rows); ++i) {
        if (rows[i].text != static_cast<Text>(i))
            return false;
    }
    return std::size(rows) == static_cast<std::size_t>(Text::ConsoleQuit) + 1;
}
static_assert(rowsFollowTheEnum(), "texts.cpp needs one row per Text, in the order of the enum");

} // namespace

std::optional<Language> languageFromCode(QStringView code)
{
    if (code == "ja"_L1)
        return Language::Japanese;
    if (code == "en"_L1)
        return Language::English;
    return std::nullopt;
}

Language systemLanguage()
{
    const QStringList preferred = QLocale::system().uiLanguages();
    const bool isJapanese =
        !preferred.isEmpty() && QLocale(preferred.constFirst()).language() == QLocale::Japanese;
    return isJapanese ? Language::Japanese : Language::English;
}

QString Texts::operator()(Text text) const
{
    const Row &row = rows[static_cast<std::size_t>(text)];
    const QStringView view = m_language == Language::Japanese ? row.japanese : row.english;
    return QString::fromRawData(view.data(), view.size());
}

} // namespace kodama
