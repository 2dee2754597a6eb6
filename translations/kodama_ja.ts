<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>CloseMeaning</name>
    <message>
        <source>without a code</source>
        <translation>コードなし</translation>
    </message>
    <message>
        <source>an extension is missing</source>
        <translation>必要な拡張がありません</translation>
    </message>
    <message>
        <source>TLS could not be agreed on</source>
        <translation>TLS の接続を確立できませんでした</translation>
    </message>
    <message>
        <source>a code of the application&apos;s own</source>
        <translation>アプリケーション独自のコード</translation>
    </message>
    <message>
        <source>a code registered by a library</source>
        <translation>ライブラリが登録したコード</translation>
    </message>
    <message>
        <source>a code that no standard knows</source>
        <translation>どの規格にもないコード</translation>
    </message>
</context>
<context>
    <name>CommandHelp</name>
    <message>
        <source>TEXT</source>
        <extracomment>Stands for what is typed behind a command: /echo TEXT</extracomment>
        <translation>本文</translation>
    </message>
    <message>
        <source>Send a text to everyone</source>
        <translation>全員にテキストを送信する</translation>
    </message>
    <message>
        <source>Send a text and get it back</source>
        <translation>テキストを送信し、そのまま受け取る</translation>
    </message>
    <message>
        <source>Ask the server how many are here</source>
        <translation>接続中の人数をサーバーに尋ねる</translation>
    </message>
    <message>
        <source>Measure the round trip</source>
        <translation>往復時間を測る</translation>
    </message>
    <message>
        <source>Send JSON as it stands</source>
        <translation>JSON をそのまま送信する</translation>
    </message>
    <message>
        <source>SERVER</source>
        <extracomment>Stands for what is typed behind a command: /connect SERVER</extracomment>
        <translation>サーバー</translation>
    </message>
    <message>
        <source>Connect, or choose another server</source>
        <translation>接続する、または別のサーバーを選ぶ</translation>
    </message>
    <message>
        <source>Close the connection</source>
        <translation>接続を閉じる</translation>
    </message>
    <message>
        <source>Empty the message log</source>
        <translation>ログを消去する</translation>
    </message>
    <message>
        <source>Show commands and shortcuts</source>
        <translation>コマンドとショートカットを表示する</translation>
    </message>
    <message>
        <source>Leave the program</source>
        <translation>プログラムを終了する</translation>
    </message>
    <message>
        <source>ROOM</source>
        <extracomment>Stands for what is typed behind a command: /join ROOM</extracomment>
        <translation>ルーム</translation>
    </message>
    <message>
        <source>NAME</source>
        <extracomment>Stands for what is typed behind a command: /nick NAME</extracomment>
        <translation>名前</translation>
    </message>
    <message>
        <source>Enter a room</source>
        <translation>ルームに参加する</translation>
    </message>
    <message>
        <source>Leave the room, or the one that is named</source>
        <translation>ルームから退出する (省略時: 今のルーム)</translation>
    </message>
    <message>
        <source>Write to one person alone</source>
        <translation>一人だけにメッセージを送る</translation>
    </message>
    <message>
        <source>Take another name</source>
        <translation>名前を変える</translation>
    </message>
    <message>
        <source>Show the topic of the room, or change it</source>
        <translation>ルームの話題を表示または変更する</translation>
    </message>
    <message>
        <source>Say what you do</source>
        <translation>自分の動作を伝える</translation>
    </message>
    <message>
        <source>Say that you are away; without a text: you are back</source>
        <translation>離席を知らせる (理由なし: 戻ったことを知らせる)</translation>
    </message>
    <message>
        <source>Show who is in the room</source>
        <translation>ルームにいる人を表示する</translation>
    </message>
    <message>
        <source>Show all rooms of the server</source>
        <translation>サーバーのすべてのルームを表示する</translation>
    </message>
    <message>
        <source>Load older messages</source>
        <translation>古いメッセージを読み込む</translation>
    </message>
    <message>
        <source>Say that you are back</source>
        <translation>戻ったことを知らせる</translation>
    </message>
    <message>
        <source>Send again what failed in the room</source>
        <translation>ルームで送れなかったものをもう一度送る</translation>
    </message>
    <message>
        <source>Remove what failed in the room</source>
        <translation>ルームで送れなかったものを取り除く</translation>
    </message>
</context>
<context>
    <name>CommandLine</name>
    <message>
        <source>unknown option %1</source>
        <translation>不明なオプションです: %1</translation>
    </message>
    <message>
        <source>option %1 needs a value</source>
        <translation>オプション %1 には値が必要です</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not the address of a server: %2</source>
        <translation>「%1」はサーバーのアドレスではありません: %2</translation>
    </message>
    <message>
        <source>--language: &quot;%1&quot; is none of ja, en, system</source>
        <translation>--language: 「%1」は ja、en、system のいずれでもありません</translation>
    </message>
    <message>
        <source>only one server can be named; &quot;%1&quot; is too much</source>
        <translation>指定できるサーバーは一つだけです。「%1」が余分です</translation>
    </message>
    <message>
        <source>%1 and %2 exclude each other</source>
        <translation>%1 と %2 は同時に指定できません</translation>
    </message>
    <message>
        <source>option %1 takes no value</source>
        <translation>オプション %1 は値を取りません</translation>
    </message>
    <message>
        <source>%1 only works with %2</source>
        <translation>%1 は %2 と一緒に指定してください</translation>
    </message>
    <message>
        <source>cannot read %1: %2</source>
        <translation>%1 を読み込めません: %2</translation>
    </message>
    <message>
        <source>--ca: %1 holds no certificate in PEM form</source>
        <translation>--ca: %1 に PEM 形式の証明書がありません</translation>
    </message>
    <message>
        <source>--profile: &quot;%1&quot; is no name of up to 32 letters, digits, _ and -</source>
        <translation>--profile: 「%1」は名前として使えません (英数字と _ - で 32 文字まで)</translation>
    </message>
    <message>
        <source>--dnd: &quot;%1&quot; is none of on, off, toggle</source>
        <translation>--dnd: 「%1」は on、off、toggle のいずれでもありません</translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; cannot be a name. %3</source>
        <translation>%1: 「%2」は名前にできません。%3</translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; is no number of seconds</source>
        <translation>%1: 「%2」は秒数ではありません</translation>
    </message>
    <message>
        <source>Usage: kodama [OPTIONS] [URL]

Chats over WebSocket. Without options it opens a window; a URL connects at once.
URL is a name, name:port, ws://... or wss://...

  --demo           connect two clients, send every kind of message and check
                   every answer; starts a server of its own if none is there
  --json           with --demo: one JSON object per line
  --console        read commands (echo, broadcast, status, ping, raw, /join,
                   /msg and others, help, quit) from the terminal or a pipe;
                   a connection that is lost is tried again at a terminal, and
                   from a pipe with --nick or --room: its lines wait meanwhile
  --nick NAME      with --console: your name
  --room ROOM      with --console: enter this room; may be given several times
  --wait SECONDS   with --console: when a pipe has ended, how long to wait for a
                   server that is away (30)
  --url URL        the same as URL
  --ca FILE        for wss: trust the certificates in FILE (PEM), too, such as
                   the server&apos;s own if it signs itself
  --new-window     open another window; otherwise the one that is open connects
                   to URL and comes to the front
  --profile NAME   settings and a window of their own
  --dnd MODE       do not disturb: on, off or toggle; tells the open window, or
                   the settings if there is none, and says what it is now
  --language LANG  ja, en or system
  -h, --help       show this text
  -v, --version    show the version

--demo, --console and --dnd need no display; without a URL the first
two use ws://localhost:8765.
</source>
        <translation>使い方: kodama [オプション] [URL]

WebSocket でチャットします。オプションなしではウィンドウを開き、URL があれば
すぐに接続します。URL は 名前、名前:ポート、ws://...、wss://... のいずれかです。

  --demo           クライアントを 2 つ接続し、全種類のメッセージを送って応答を
                   確認します。サーバーがなければ自分で起動します
  --json           --demo と一緒に: 1 行に 1 つの JSON オブジェクトを出力します
  --console        コマンド (echo, broadcast, status, ping, raw, /join, /msg など,
                   help, quit) を端末またはパイプから読みます。切れた接続は、
                   端末の場合と、--nick か --room を付けたパイプの場合に
                   再試行します (その間、パイプの行は待たされます)
  --nick NAME      --console と一緒に: 自分の名前
  --room ROOM      --console と一緒に: このルームに参加します (複数指定可)
  --wait SECONDS   --console と一緒に: パイプの終わりで、応答しないサーバーを
                   待つ秒数 (既定: 30)
  --url URL        URL と同じ
  --ca FILE        wss 用: FILE (PEM) の証明書も信頼します (自己署名など)
  --new-window     別のウィンドウを開きます。指定しなければ、開いているウィンドウ
                   が URL に接続して手前に出ます
  --profile NAME   設定とウィンドウを分けます
  --dnd MODE       通知の停止: on, off, toggle。開いているウィンドウ (なければ
                   設定) を変え、今の状態を表示します
  --language LANG  ja、en、system
  -h, --help       この説明を表示します
  -v, --version    バージョンを表示します

--demo、--console、--dnd に画面は要りません。URL を省くと、--demo と
--console は ws://localhost:8765 に接続します。
</translation>
    </message>
    <message>
        <source>Exit codes:
  0  all well
  2  wrong options, or a piped line that is no command
  3  cannot connect: unknown name, nothing listens, no network
  4  no secure connection (TLS)
  5  refused: an HTTP status, or closed by the rules (1008, 4500-4999)
  6  a wrong answer, or bytes against the protocol
  7  no connection or no answer in time
  8  the connection was lost, or the server ended it
  9  no display for the window
 10  some piped messages are not stored: they are sent the next time, or
     were refused; the text says which
 74  all well, but standard output or the settings could not be written
</source>
        <translation>終了コード:
  0  正常
  2  オプションの誤り、またはパイプの行がコマンドではない
  3  接続できない: 名前が不明、待ち受けなし、ネットワークなし
  4  安全な接続ができない (TLS)
  5  拒否された: HTTP ステータス、または規則による切断 (1008、4500-4999)
  6  誤った応答、またはプロトコル違反
  7  時間内に接続または応答がない
  8  接続が失われた、またはサーバーが切断した
  9  ウィンドウを表示する画面がない
 10  パイプのメッセージの一部が保存されていない: 次回送信されるか、拒否された
     (どちらかは表示されます)
 74  成功、ただし標準出力または設定を書き込めなかった
</translation>
    </message>
</context>
<context>
    <name>ConnectDialog</name>
    <message>
        <source>Connect to a server</source>
        <translation>サーバーに接続</translation>
    </message>
    <message>
        <source>The name or address of the computer on which the server runs, or a whole ws:// or wss:// address.</source>
        <translation>サーバーが動いているコンピューターの名前またはアドレス、あるいは ws:// や wss:// で始まるアドレスを入力してください。</translation>
    </message>
    <message>
        <source>&amp;Server</source>
        <translation>サーバー(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Port</source>
        <translation>ポート(&amp;P)</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>サーバー</translation>
    </message>
    <message>
        <source>Host name, address or URL; servers used before are in the list.</source>
        <translation>ホスト名、アドレス、または URL。以前に使ったサーバーは一覧から選べます。</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>ポート</translation>
    </message>
    <message>
        <source>Result of the test</source>
        <translation>テストの結果</translation>
    </message>
    <message>
        <source>&amp;Test</source>
        <translation>テスト(&amp;T)</translation>
    </message>
    <message>
        <source>Try to connect, without leaving the server you are on</source>
        <translation>今の接続を保ったまま、接続を試します</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>&amp;Connect</source>
        <translation>接続(&amp;C)</translation>
    </message>
    <message>
        <source>Your &amp;name</source>
        <translation>名前(&amp;N)</translation>
    </message>
    <message>
        <source>Without one you are a guest</source>
        <translation>空欄ならゲストになります</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>What the others see. Without one you are a guest.</source>
        <translation>ほかの人に表示される名前です。空欄ならゲストになります。</translation>
    </message>
    <message>
        <source>Server on this computer</source>
        <translation>このコンピューターのサーバー</translation>
    </message>
    <message>
        <source>&amp;Keep it running when this window is closed</source>
        <translation>ウィンドウを閉じても動かし続ける(&amp;K)</translation>
    </message>
    <message>
        <source>Where the server listens on that computer; usually 8765.</source>
        <translation>サーバーがそのコンピューターで待ち受けている番号です。通常は 8765 です。</translation>
    </message>
</context>
<context>
    <name>Demo</name>
    <message>
        <source>connect</source>
        <comment>step of the demo</comment>
        <translation>接続</translation>
    </message>
    <message>
        <source>second client</source>
        <comment>step of the demo</comment>
        <translation>2 番目のクライアント</translation>
    </message>
    <message>
        <source>echo</source>
        <comment>step of the demo</comment>
        <translation>エコー</translation>
    </message>
    <message>
        <source>broadcast</source>
        <comment>step of the demo</comment>
        <translation>ブロードキャスト</translation>
    </message>
    <message>
        <source>status</source>
        <comment>step of the demo</comment>
        <translation>ステータス</translation>
    </message>
    <message>
        <source>ping</source>
        <comment>step of the demo</comment>
        <translation>Ping</translation>
    </message>
    <message>
        <source>custom message</source>
        <comment>step of the demo</comment>
        <translation>カスタムメッセージ</translation>
    </message>
    <message>
        <source>Kodama demo with %1</source>
        <translation>Kodama デモ: %1</translation>
    </message>
    <message>
        <source>Started a server inside this program instead: %1</source>
        <translation>代わりにこのプログラムの中でサーバーを起動しました: %1</translation>
    </message>
    <message>
        <source>  ok    %1 (%2 ms): %3</source>
        <extracomment>%1: step of the demo, %2: milliseconds, %3: what came back</extracomment>
        <translation>  成功  %1 (%2 ミリ秒): %3</translation>
    </message>
    <message>
        <source>  FAIL  %1: %2</source>
        <translation>  失敗  %1: %2</translation>
    </message>
    <message numerus="yes">
        <source>All %n answer(s) came back right, in %1 ms.</source>
        <translation>
            <numerusform>%n 件の応答がすべて正しく返ってきました (%1 ミリ秒)。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The demo failed after %n right answer(s).</source>
        <translation>
            <numerusform>正しい応答が %n 件あった後、デモは失敗しました。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ErrorText</name>
    <message>
        <source>%1 answers, but refuses the connection.</source>
        <translation>%1 は応答しましたが、接続を拒否しました。</translation>
    </message>
    <message>
        <source>%1 does not let us in (HTTP %2).</source>
        <translation>%1 への接続は許可されていません (HTTP %2)。</translation>
    </message>
    <message>
        <source>%1 is a web server, but there is no chat at this address (HTTP 404).</source>
        <translation>%1 はウェブサーバーですが、このアドレスにチャットはありません (HTTP 404)。</translation>
    </message>
    <message>
        <source>%1 is too busy or its chat server is not running (HTTP %2).</source>
        <translation>%1 は混雑しているか、チャットサーバーが動いていません (HTTP %2)。</translation>
    </message>
    <message>
        <source>%1 answers, but not to ws:// (HTTP 426). Does it want wss://?</source>
        <translation>%1 は応答しましたが、ws:// では接続できません (HTTP 426)。wss:// をお試しください。</translation>
    </message>
    <message>
        <source>%1 answers, but not as a chat server (HTTP %2).</source>
        <translation>%1 は応答しましたが、チャットサーバーではありません (HTTP %2)。</translation>
    </message>
    <message>
        <source>%1 closed the connection.</source>
        <translation>%1 が接続を閉じました。</translation>
    </message>
    <message>
        <source>%1 closed the connection (code %2).</source>
        <translation>%1 が接続を閉じました (コード %2)。</translation>
    </message>
    <message>
        <source>%1 closed the connection: %2 (code %3).</source>
        <translation>%1 が接続を閉じました: %2 (コード %3)。</translation>
    </message>
    <message>
        <source>%1 closed the connection: &quot;%2&quot; (code %3).</source>
        <translation>%1 が接続を閉じました: 「%2」 (コード %3)。</translation>
    </message>
    <message>
        <source>%1 closed the connection: %2, &quot;%3&quot; (code %4).</source>
        <translation>%1 が接続を閉じました: %2 (「%3」、コード %4)。</translation>
    </message>
    <message>
        <source>This is not the address of a server.</source>
        <translation>サーバーのアドレスではありません。</translation>
    </message>
    <message>
        <source>There is no computer named %1, or its name cannot be looked up now.</source>
        <translation>%1 という名前のコンピューターがないか、今は名前を調べられません。</translation>
    </message>
    <message>
        <source>Nothing listens on %1. Is the server running?</source>
        <translation>%1 では何も待ち受けていません。サーバーは起動していますか？</translation>
    </message>
    <message>
        <source>No secure connection to %1: %2</source>
        <translation>%1 に安全に接続できません: %2</translation>
    </message>
    <message>
        <source>%1 does not answer.</source>
        <translation>%1 が応答しません。</translation>
    </message>
    <message>
        <source>The connection to %1 was lost.</source>
        <translation>%1 との接続が失われました。</translation>
    </message>
    <message>
        <source>The conversation with %1 broke the rules of WebSocket: %2 (code %3).</source>
        <translation>%1 との通信が WebSocket の規則に反しました: %2 (コード %3)。</translation>
    </message>
    <message>
        <source>%1 does not speak WebSocket.</source>
        <translation>%1 は WebSocket に対応していません。</translation>
    </message>
    <message>
        <source>No connection to %1: %2</source>
        <translation>%1 に接続できません: %2</translation>
    </message>
    <message>
        <source>The server&apos;s name is missing.</source>
        <translation>サーバー名を入力してください。</translation>
    </message>
    <message>
        <source>This address is too long (more than %1 characters).</source>
        <translation>アドレスが長すぎます (%1 文字まで)。</translation>
    </message>
    <message>
        <source>The address must begin with ws:// or wss://.</source>
        <translation>アドレスは ws:// または wss:// で始めてください。</translation>
    </message>
    <message>
        <source>This is not the name or address of a computer.</source>
        <translation>コンピューターの名前またはアドレスではありません。</translation>
    </message>
    <message>
        <source>The port must be a number from 1 to 65535.</source>
        <translation>ポートは 1 から 65535 までの数です。</translation>
    </message>
    <message>
        <source>The address must not hold a user name or a password.</source>
        <translation>アドレスにユーザー名やパスワードを含めることはできません。</translation>
    </message>
    <message>
        <source>The address must not hold a number sign (#).</source>
        <translation>アドレスに # を含めることはできません。</translation>
    </message>
    <message>
        <source>The address holds a blank or another character that may not be there.</source>
        <translation>アドレスに空白など、使えない文字があります。</translation>
    </message>
    <message>
        <source>There is no command &quot;%1&quot;. &quot;/help&quot; lists all commands.</source>
        <translation>「%1」というコマンドはありません。「/help」ですべてのコマンドを表示します。</translation>
    </message>
    <message>
        <source>The command &quot;%1&quot; needs something behind it.</source>
        <translation>コマンド「%1」の後に内容が必要です。</translation>
    </message>
    <message>
        <source>The command &quot;%1&quot; takes nothing behind it.</source>
        <translation>コマンド「%1」の後には何も指定できません。</translation>
    </message>
    <message>
        <source>Not sent: there is no connection.</source>
        <translation>送信できません: 接続がありません。</translation>
    </message>
    <message>
        <source>Not sent: the message is larger than %1 KiB.</source>
        <translation>送信できません: メッセージが %1 KiB を超えています。</translation>
    </message>
    <message>
        <source>Not sent: the network is too slow for what was sent before.</source>
        <translation>送信できません: ネットワークが遅く、前の送信が終わっていません。</translation>
    </message>
    <message>
        <source>normal end</source>
        <comment>WebSocket close code</comment>
        <translation>正常終了</translation>
    </message>
    <message>
        <source>the server is going away</source>
        <comment>WebSocket close code</comment>
        <translation>サーバーが終了します</translation>
    </message>
    <message>
        <source>protocol error</source>
        <comment>WebSocket close code</comment>
        <translation>プロトコルエラー</translation>
    </message>
    <message>
        <source>this kind of data is not taken</source>
        <comment>WebSocket close code</comment>
        <translation>この種類のデータは受け付けられません</translation>
    </message>
    <message>
        <source>no reason given</source>
        <comment>WebSocket close code</comment>
        <translation>理由なし</translation>
    </message>
    <message>
        <source>ended without a word</source>
        <comment>WebSocket close code</comment>
        <translation>予告なく切断</translation>
    </message>
    <message>
        <source>the text is not valid UTF-8</source>
        <comment>WebSocket close code</comment>
        <translation>テキストが正しい UTF-8 ではありません</translation>
    </message>
    <message>
        <source>against the server&apos;s rules</source>
        <comment>WebSocket close code</comment>
        <translation>サーバーの規則に反しています</translation>
    </message>
    <message>
        <source>message too large</source>
        <comment>WebSocket close code</comment>
        <translation>メッセージが大きすぎます</translation>
    </message>
    <message>
        <source>error inside the server</source>
        <comment>WebSocket close code</comment>
        <translation>サーバー内部のエラー</translation>
    </message>
    <message>
        <source>the server restarts</source>
        <comment>WebSocket close code</comment>
        <translation>サーバーが再起動します</translation>
    </message>
    <message>
        <source>the server is overloaded</source>
        <comment>WebSocket close code</comment>
        <translation>サーバーが過負荷です</translation>
    </message>
    <message>
        <source>the gateway cannot reach the server</source>
        <comment>WebSocket close code</comment>
        <translation>ゲートウェイがサーバーに接続できません</translation>
    </message>
    <message>
        <source>the server shuts down</source>
        <comment>WebSocket close code</comment>
        <translation>サーバーが停止します</translation>
    </message>
    <message>
        <source>we read too slowly</source>
        <comment>WebSocket close code</comment>
        <translation>こちらの読み取りが遅すぎます</translation>
    </message>
    <message>
        <source>we did not answer in time</source>
        <comment>WebSocket close code</comment>
        <translation>こちらが時間内に応答しませんでした</translation>
    </message>
    <message>
        <source>the access token is wrong</source>
        <comment>WebSocket close code</comment>
        <translation>アクセストークンが正しくありません</translation>
    </message>
    <message>
        <source>removed by the operator</source>
        <comment>WebSocket close code</comment>
        <translation>管理者により切断されました</translation>
    </message>
    <message>
        <source>banned by the operator</source>
        <comment>WebSocket close code</comment>
        <translation>管理者により禁止されています</translation>
    </message>
    <message>
        <source>too many connections</source>
        <comment>WebSocket close code</comment>
        <translation>接続が多すぎます</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>未接続</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>接続中</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>接続済み</translation>
    </message>
    <message>
        <source>Reconnecting</source>
        <translation>再接続中</translation>
    </message>
    <message>
        <source>No connection</source>
        <translation>接続できません</translation>
    </message>
    <message>
        <source>A name has at least one character.</source>
        <translation>名前には 1 文字以上が必要です。</translation>
    </message>
    <message>
        <source>It has %1 characters; a name has at most %2.</source>
        <translation>%1 文字ありますが、名前は %2 文字までです。</translation>
    </message>
    <message>
        <source>A name holds no @ # / : or comma, nothing invisible, and at most 4 marks on a letter.</source>
        <translation>名前に @、#、/、:、コンマと見えない文字は使えません。1 文字に付けられる結合記号は 4 個までです。</translation>
    </message>
    <message>
        <source>The name of a room is letters, digits, &quot;_&quot;, &quot;.&quot; and &quot;-&quot;, with at most 4 marks on a letter.</source>
        <translation>ルーム名に使えるのは文字、数字、「_」、「.」、「-」です。1 文字に付けられる結合記号は 4 個までです。</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) in the file of unsent messages could not be read: a message may be lost.</source>
        <translation>
            <numerusform>未送信メッセージのファイルの %n 行を読み取れませんでした。失われたメッセージがあるかもしれません。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) in the file of unsent messages could not be read and are kept in %1: a message may not have been sent.</source>
        <translation>
            <numerusform>未送信メッセージのファイルの %n 行を読み取れず、%1 に保存しました。送信されていないメッセージがあるかもしれません。</numerusform>
        </translation>
    </message>
    <message>
        <source>It mixes letters of alphabets that look alike, such as Latin and Cyrillic.</source>
        <translation>ラテン文字とキリル文字のように、見た目の似た別の文字体系の文字が混ざっています。</translation>
    </message>
</context>
<context>
    <name>Headless</name>
    <message>
        <source>kodama: %1 (kodama --help explains)</source>
        <translation>kodama: %1 (使い方: kodama --help)</translation>
    </message>
    <message>
        <source>kodama: no window can be shown, because there is no display here. &quot;kodama --console&quot; chats in this terminal, &quot;kodama --demo&quot; shows what the protocol can do.</source>
        <translation>kodama: 画面がないためウィンドウを表示できません。「kodama --console」でこの端末からチャットでき、「kodama --demo」でプロトコルの機能を確認できます。</translation>
    </message>
</context>
<context>
    <name>MessageLine</name>
    <message>
        <source>Connected as %1: %2</source>
        <translation>%1 として接続しました: %2</translation>
    </message>
    <message>
        <source>%1 has come%2</source>
        <translation>%1 が接続しました%2</translation>
    </message>
    <message>
        <source>%1 has gone%2</source>
        <translation>%1 が切断しました%2</translation>
    </message>
    <message>
        <source>echo: %1</source>
        <translation>エコー: %1</translation>
    </message>
    <message>
        <source>%1: error: %2</source>
        <translation>%1: エラー: %2</translation>
    </message>
    <message numerus="yes">
        <source>status: %n client(s), server time %1</source>
        <translation>
            <numerusform>ステータス: 接続数 %n、サーバー時刻 %1</numerusform>
        </translation>
    </message>
    <message>
        <source>The server says: error: %1</source>
        <translation>サーバーからのエラー: %1</translation>
    </message>
    <message>
        <source>The server&apos;s operator: %1</source>
        <translation>サーバー管理者: %1</translation>
    </message>
    <message>
        <source>The server&apos;s operator, to you alone: %1</source>
        <translation>サーバー管理者 (あなた宛て): %1</translation>
    </message>
    <message>
        <source>The server is alive%1</source>
        <translation>サーバーは動作中です%1</translation>
    </message>
    <message numerus="yes">
        <source> (%n client(s) now)</source>
        <extracomment>Follows a sentence without a full stop; keep the blank.</extracomment>
        <translation>
            <numerusform> (現在の接続数 %n)</numerusform>
        </translation>
    </message>
    <message>
        <source>you</source>
        <comment>name of oneself before one&apos;s own messages</comment>
        <translation>自分</translation>
    </message>
    <message>
        <source>You are called %1.</source>
        <translation>あなたの名前は %1 です。</translation>
    </message>
    <message>
        <source>You are called %1 now.</source>
        <translation>あなたの名前は %1 になりました。</translation>
    </message>
    <message>
        <source>You are away: %1</source>
        <translation>離席中です: %1</translation>
    </message>
    <message>
        <source>You are back.</source>
        <translation>席に戻りました。</translation>
    </message>
    <message>
        <source>In %1: %2</source>
        <translation>%1 にいる人: %2</translation>
    </message>
    <message>
        <source>(topic: %1)</source>
        <translation>(話題: %1)</translation>
    </message>
    <message>
        <source>You have left %1.</source>
        <translation>%1 から退出しました。</translation>
    </message>
    <message>
        <source>Rooms: %1</source>
        <translation>ルーム: %1</translation>
    </message>
    <message>
        <source>There is nothing older.</source>
        <translation>これより前のメッセージはありません。</translation>
    </message>
    <message>
        <source>Earlier in %1:</source>
        <translation>%1 の以前のメッセージ:</translation>
    </message>
    <message>
        <source>%1 has come to %2</source>
        <translation>%1 が %2 に参加しました</translation>
    </message>
    <message>
        <source>%1 has left %2</source>
        <translation>%1 が %2 から退出しました</translation>
    </message>
    <message>
        <source>%1 is called %2 now</source>
        <translation>%1 の名前が %2 になりました</translation>
    </message>
    <message>
        <source>%1 is away: %2</source>
        <translation>%1 は離席中です: %2</translation>
    </message>
    <message>
        <source>%1 is back</source>
        <translation>%1 が戻りました</translation>
    </message>
    <message>
        <source>%1 (away)</source>
        <translation>%1 (離席中)</translation>
    </message>
    <message>
        <source>The topic of %1 is gone (%2)</source>
        <translation>%2 が %1 の話題を消しました</translation>
    </message>
    <message>
        <source>The topic of %1 (%2): %3</source>
        <translation>%2 が %1 の話題を変更しました: %3</translation>
    </message>
</context>
<context>
    <name>QuietMode</name>
    <message>
        <source>kodama: the settings cannot be written</source>
        <translation>kodama: 設定を書き込めません</translation>
    </message>
</context>
<context>
    <name>SettingsPages</name>
    <message>
        <source>Use a font of my own</source>
        <translation>自分で選んだフォントを使う</translation>
    </message>
    <message>
        <source>Font</source>
        <translation>フォント</translation>
    </message>
    <message>
        <source>Characters that it lacks come from the system&apos;s fonts.</source>
        <translation>そのフォントにない文字はシステムのフォントで表示します。</translation>
    </message>
    <message>
        <source>Font size</source>
        <translation>文字の大きさ</translation>
    </message>
    <message>
        <source> pt</source>
        <translation> pt</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>システムに合わせる</translation>
    </message>
    <message>
        <source>Appearance</source>
        <extracomment>Title of a page of the settings</extracomment>
        <translation>外観</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>テーマ</translation>
    </message>
    <message>
        <source>Like the system also follows when the system changes at nightfall.</source>
        <translation>「システムに合わせる」では、夜間にシステムの設定が切り替わったときも追従します。</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>ライト</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>ダーク</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>拡大率</translation>
    </message>
    <message>
        <source>Everything in the window, text and pictures, becomes larger or smaller.</source>
        <translation>文字や図など、ウィンドウの中のすべてを大きく、または小さくします。</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Density</source>
        <translation>表示密度</translation>
    </message>
    <message>
        <source>How much room there is between things.</source>
        <translation>項目と項目の間隔です。</translation>
    </message>
    <message>
        <source>Comfortable</source>
        <translation>ゆったり</translation>
    </message>
    <message>
        <source>Compact</source>
        <translation>コンパクト</translation>
    </message>
    <message>
        <source>Reduce motion</source>
        <translation>動きを減らす</translation>
    </message>
    <message>
        <source>Nothing slides, fades or blinks, not even the text cursor.</source>
        <translation>スライド、フェード、点滅をなくします。文字カーソルも点滅しません。</translation>
    </message>
    <message>
        <source>Language</source>
        <extracomment>Title of a page of the settings</extracomment>
        <translation>言語</translation>
    </message>
    <message>
        <source>Language of the program</source>
        <translation>プログラムの言語</translation>
    </message>
    <message>
        <source>Also decides how dates and numbers are written.</source>
        <translation>日付や数字の書き方もこれに従います。</translation>
    </message>
    <message>
        <source>Writing</source>
        <extracomment>Title of a page of the settings</extracomment>
        <translation>入力</translation>
    </message>
    <message>
        <source>Send with</source>
        <translation>送信するキー</translation>
    </message>
    <message>
        <source>While an input method composes, Enter always belongs to the input method.</source>
        <translation>日本語入力などの変換中は、Enter は常に入力メソッドが受け取ります。</translation>
    </message>
    <message>
        <source>Enter (Shift+Enter starts a new line)</source>
        <translation>Enter (Shift+Enter で改行)</translation>
    </message>
    <message>
        <source>Ctrl+Enter (Enter starts a new line)</source>
        <translation>Ctrl+Enter (Enter で改行)</translation>
    </message>
    <message>
        <source>History</source>
        <extracomment>Title of a page of the settings</extracomment>
        <translation>履歴</translation>
    </message>
    <message>
        <source>Messages kept in the window</source>
        <translation>ウィンドウに残すメッセージの数</translation>
    </message>
    <message>
        <source>When there are more, the oldest leave the window; with fewer it needs less memory.</source>
        <translation>これを超えると古いものから表示されなくなります。少なくするとメモリーの使用量が減ります。</translation>
    </message>
    <message>
        <source>Notifications</source>
        <extracomment>Title of a page of the settings</extracomment>
        <translation>通知</translation>
    </message>
    <message>
        <source>Do not disturb</source>
        <translation>通知を停止</translation>
    </message>
    <message>
        <source>No notification, no sound and no badge until this is off again.</source>
        <translation>オフに戻すまで、通知も音もバッジも出しません。</translation>
    </message>
    <message>
        <source>Notify me of</source>
        <translation>通知の対象</translation>
    </message>
    <message>
        <source>Only while the window is not in front. A room may have a choice of its own.</source>
        <translation>ウィンドウが手前にないときだけ通知します。ルームごとに別の設定にもできます。</translation>
    </message>
    <message>
        <source>Every message</source>
        <translation>すべてのメッセージ</translation>
    </message>
    <message>
        <source>Messages that name me or are for me alone</source>
        <translation>自分の名前を含むか、自分だけに宛てたメッセージ</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>Show what was written</source>
        <translation>本文を表示する</translation>
    </message>
    <message>
        <source>Otherwise a notification only says that there is something new.</source>
        <translation>オフにすると、新着があることだけを知らせます。</translation>
    </message>
    <message>
        <source>Play a sound</source>
        <translation>音を鳴らす</translation>
    </message>
    <message>
        <source>Ask before a long text is pasted</source>
        <translation>長い文章を貼り付ける前に確認する</translation>
    </message>
    <message>
        <source>Underline misspelt words</source>
        <translation>つづりの誤りに下線を引く</translation>
    </message>
    <message>
        <source>In the languages of the system that a Hunspell dictionary is installed for. The context menu offers better words.</source>
        <translation>システムの言語のうち、Hunspell の辞書が入っているものが対象です。コンテキストメニューに正しい候補が出ます。</translation>
    </message>
    <message>
        <source>Of the letters everywhere in the window.</source>
        <translation>ウィンドウ全体の文字の大きさです。</translation>
    </message>
</context>
<context>
    <name>StandardOutput</name>
    <message>
        <source>kodama: standard output cannot be written: %1</source>
        <translation>kodama: 標準出力に書き込めません: %1</translation>
    </message>
</context>
<context>
    <name>TextDialog</name>
    <message>
        <source>Whole message</source>
        <translation>メッセージ全体</translation>
    </message>
    <message>
        <source>Text of the message</source>
        <translation>メッセージの本文</translation>
    </message>
    <message>
        <source>&amp;Copy everything</source>
        <translation>すべてコピー(&amp;C)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>The whole message. It can be read and copied, not changed.</source>
        <translation>メッセージの全文です。読むこととコピーはできますが、変更はできません。</translation>
    </message>
</context>
<context>
    <name>TextFile</name>
    <message>
        <source>“%1” cannot be read: %2</source>
        <extracomment>%1: name of a file, %2: why</extracomment>
        <translation>「%1」を読み込めません: %2</translation>
    </message>
    <message>
        <source>“%1” is no file; a message can hold text.</source>
        <translation>「%1」はファイルではありません。メッセージに入れられるのはテキストだけです。</translation>
    </message>
    <message>
        <source>“%1” is more than a message may hold (%2).</source>
        <extracomment>%2: a size, for example 1 MiB</extracomment>
        <translation>「%1」は大きすぎます。1 件のメッセージは %2 までです。</translation>
    </message>
    <message>
        <source>“%1” is no text in UTF-8; a message can hold nothing else.</source>
        <translation>「%1」は UTF-8 のテキストではありません。メッセージに入れられるのはテキストだけです。</translation>
    </message>
</context>
<context>
    <name>kodama::ActionList</name>
    <message>
        <source>Theme: %1</source>
        <translation>テーマ: %1</translation>
    </message>
    <message>
        <source>Language: %1</source>
        <translation>言語: %1</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>サーバー</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>メッセージ</translation>
    </message>
    <message>
        <source>View</source>
        <translation>表示</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>ヘルプ</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>ステータス</translation>
    </message>
    <message>
        <source>Ping</source>
        <translation>Ping</translation>
    </message>
    <message>
        <source>&amp;Connect…</source>
        <translation>接続(&amp;C)…</translation>
    </message>
    <message>
        <source>&amp;Reconnect now</source>
        <translation>今すぐ再接続(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Disconnect</source>
        <translation>切断(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Status</source>
        <translation>ステータス(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Ping</source>
        <translation>Ping(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>終了(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Write a message</source>
        <translation>メッセージを書く(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>コピー(&amp;C)</translation>
    </message>
    <message>
        <source>Copy &amp;text only</source>
        <translation>本文だけをコピー(&amp;T)</translation>
    </message>
    <message>
        <source>Copy as &amp;JSON</source>
        <translation>JSON としてコピー(&amp;J)</translation>
    </message>
    <message>
        <source>Select &amp;all messages</source>
        <translation>すべてのメッセージを選択(&amp;A)</translation>
    </message>
    <message>
        <source>Go to the &amp;newest message</source>
        <translation>最新のメッセージへ移動(&amp;N)</translation>
    </message>
    <message>
        <source>C&amp;lear the log</source>
        <translation>ログを消去(&amp;L)</translation>
    </message>
    <message>
        <source>Server &amp;panel</source>
        <translation>サーバーパネル(&amp;P)</translation>
    </message>
    <message>
        <source>Like the &amp;system</source>
        <translation>システムに合わせる(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>ライト(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>ダーク(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Commands and shortcuts</source>
        <translation>コマンドとショートカット(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;About Kodama</source>
        <translation>Kodama について(&amp;A)</translation>
    </message>
    <message>
        <source>Go to the first &amp;unread message</source>
        <translation>最初の未読メッセージへ移動(&amp;U)</translation>
    </message>
    <message>
        <source>Copy as &amp;Markdown</source>
        <translation>&amp;Markdown としてコピー</translation>
    </message>
    <message>
        <source>&amp;Quote</source>
        <translation>引用(&amp;Q)</translation>
    </message>
    <message>
        <source>Show the message as &amp;it was received</source>
        <translation>受信したままのメッセージを表示(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Find…</source>
        <translation>検索(&amp;F)…</translation>
    </message>
    <message>
        <source>Find &amp;older</source>
        <translation>前を検索(&amp;O)</translation>
    </message>
    <message>
        <source>Find n&amp;ewer</source>
        <translation>次を検索(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Save the messages…</source>
        <translation>メッセージを保存(&amp;S)…</translation>
    </message>
    <message>
        <source>S&amp;ettings…</source>
        <translation>設定(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Larger</source>
        <translation>拡大(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Smaller</source>
        <translation>縮小(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Normal size</source>
        <translation>元の大きさ(&amp;N)</translation>
    </message>
    <message>
        <source>Do &amp;not disturb</source>
        <translation>通知を停止(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Previous room</source>
        <translation>前のルーム(&amp;P)</translation>
    </message>
    <message>
        <source>Change your na&amp;me…</source>
        <translation>名前を変更(&amp;M)…</translation>
    </message>
    <message>
        <source>&amp;Go to a room or a person…</source>
        <translation>ルームや人へ移動(&amp;G)…</translation>
    </message>
    <message>
        <source>&amp;Next room</source>
        <translation>次のルーム(&amp;N)</translation>
    </message>
    <message>
        <source>Next room with &amp;unread messages</source>
        <translation>次の未読のルーム(&amp;U)</translation>
    </message>
    <message>
        <source>Change the &amp;topic…</source>
        <translation>話題を変更(&amp;T)…</translation>
    </message>
    <message>
        <source>&amp;Leave the room</source>
        <translation>ルームから退出(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Members</source>
        <translation>メンバー(&amp;M)</translation>
    </message>
    <message>
        <source>Rooms</source>
        <translation>ルーム</translation>
    </message>
    <message>
        <source>&amp;Inspector</source>
        <translation>インスペクター(&amp;I)</translation>
    </message>
    <message>
        <source>Searc&amp;h everywhere…</source>
        <translation>すべての会話を検索(&amp;H)…</translation>
    </message>
    <message>
        <source>Re&amp;ply with a quote</source>
        <translation>引用して返信(&amp;P)</translation>
    </message>
</context>
<context>
    <name>kodama::AttentionController</name>
    <message>
        <source>Server</source>
        <translation>サーバー</translation>
    </message>
</context>
<context>
    <name>kodama::Chat</name>
    <message>
        <source>Only rooms have a topic.</source>
        <translation>話題を設定できるのはルームだけです。</translation>
    </message>
    <message>
        <source>You have no conversation with this person.</source>
        <translation>この人との会話はありません。</translation>
    </message>
    <message>
        <source>Somebody else has this name now. It was: %1</source>
        <translation>この名前は今は別の人が使っています。送られなかった内容: %1</translation>
    </message>
</context>
<context>
    <name>kodama::ChatConsole</name>
    <message>
        <source>The name &quot;%1&quot; is taken; &quot;%2&quot; is free.</source>
        <translation>名前「%1」はすでに使われています。「%2」は空いています。</translation>
    </message>
    <message>
        <source>A message to %1 may not have arrived; it is not sent again, since that could show it twice.</source>
        <translation>%1 へのメッセージは届いていない可能性があります。二重に表示されるおそれがあるため、再送しません。</translation>
    </message>
    <message>
        <source>Not sent to %1: %2</source>
        <translation>%1 に送信できませんでした: %2</translation>
    </message>
    <message>
        <source>This server has no rooms and no names.</source>
        <translation>このサーバーにはルームも名前もありません。</translation>
    </message>
    <message>
        <source>Not sent: too many messages wait for the server.</source>
        <translation>送信できません: サーバーを待っているメッセージが多すぎます。</translation>
    </message>
    <message>
        <source>You are in no room. &quot;/join ROOM&quot; enters one.</source>
        <translation>どのルームにも参加していません。「/join ルーム」で参加できます。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; cannot be a name. %2</source>
        <translation>「%1」は名前にできません。%2</translation>
    </message>
    <message>
        <source>Only rooms have a topic.</source>
        <translation>話題を設定できるのはルームだけです。</translation>
    </message>
    <message>
        <source>The topic of %1: %2</source>
        <translation>%1 の話題: %2</translation>
    </message>
    <message>
        <source>There is no topic.</source>
        <translation>話題はありません。</translation>
    </message>
    <message>
        <source>You have no conversation with this person.</source>
        <translation>この人との会話はありません。</translation>
    </message>
    <message>
        <source>There is nothing older.</source>
        <translation>これより前のメッセージはありません。</translation>
    </message>
    <message>
        <source>(Messages are missing in %1 here.)</source>
        <translation>(%1 のここまでのメッセージの一部が抜けています。)</translation>
    </message>
    <message>
        <source>The name &quot;%1&quot; is taken; here you are &quot;%2&quot;.</source>
        <translation>「%1」という名前はすでに使われているため、ここでの名前は「%2」です。</translation>
    </message>
    <message>
        <source>The server has not answered so far.</source>
        <translation>サーバーからまだ応答がありません。</translation>
    </message>
    <message>
        <source>A message to %1 may not have arrived: %2</source>
        <extracomment>%1: a room or person, %2: why it is not sent again</extracomment>
        <translation>%1 へのメッセージは届いていないかもしれません: %2</translation>
    </message>
    <message>
        <source>No message to %1 has failed.</source>
        <translation>%1 への送信に失敗したメッセージはありません。</translation>
    </message>
    <message>
        <source>Sending again to %1: %2</source>
        <translation>%1 へもう一度送ります: %2</translation>
    </message>
    <message>
        <source>Not sent to %1 any more: %2</source>
        <translation>%1 への送信をやめました: %2</translation>
    </message>
    <message>
        <source>%1 (away)</source>
        <comment>prompt</comment>
        <extracomment>The prompt. %1: a room or person</extracomment>
        <translation>%1 (離席中)</translation>
    </message>
    <message>
        <source>What you say now goes to %1.</source>
        <translation>これからの発言は %1 に送られます。</translation>
    </message>
    <message>
        <source>You are not in %1.</source>
        <translation>%1 には入っていません。</translation>
    </message>
</context>
<context>
    <name>kodama::Composer</name>
    <message>
        <source>Send as echo</source>
        <translation>エコーとして送信</translation>
    </message>
    <message>
        <source>Broadcast to everyone</source>
        <translation>全員にブロードキャスト</translation>
    </message>
    <message>
        <source>Send to the server and back to you (Ctrl+Enter)</source>
        <translation>サーバーに送信し、自分に返してもらう (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>Send to everyone (Enter)</source>
        <translation>全員に送信 (Enter)</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>メッセージ</translation>
    </message>
    <message>
        <source>Enter sends, Shift+Enter starts a new line, a slash begins a command.</source>
        <translation>Enter で送信、Shift+Enter で改行、スラッシュでコマンドを始めます。</translation>
    </message>
    <message>
        <source>Write a message, or / for commands</source>
        <translation>メッセージを入力 (/ でコマンド)</translation>
    </message>
    <message>
        <source>Write a message</source>
        <translation>メッセージを入力</translation>
    </message>
    <message>
        <source>Send to the server and back to you</source>
        <translation>サーバーに送り、自分に返してもらう</translation>
    </message>
    <message>
        <source>Send to everyone (Ctrl+Enter)</source>
        <translation>全員に送信 (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>Ctrl+Enter sends, Enter starts a new line, a slash begins a command.</source>
        <translation>Ctrl+Enter で送信、Enter で改行します。スラッシュで始めるとコマンドになります。</translation>
    </message>
    <message>
        <source>Send to the room</source>
        <translation>ルームに送信</translation>
    </message>
    <message>
        <source>Send to the room (Enter)</source>
        <translation>ルームに送信 (Enter)</translation>
    </message>
    <message>
        <source>Send to the room (Ctrl+Enter)</source>
        <translation>ルームに送信 (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>What you were writing waits in the room where you began it.</source>
        <translation>書きかけの文章は、書き始めたルームに残してあります。</translation>
    </message>
</context>
<context>
    <name>kodama::ConnectDialog</name>
    <message>
        <source>Connects to %1</source>
        <translation>%1 に接続します</translation>
    </message>
    <message>
        <source>Trying %1…</source>
        <translation>%1 を試しています…</translation>
    </message>
    <message>
        <source>Welcome to Kodama</source>
        <translation>Kodama へようこそ</translation>
    </message>
    <message>
        <source>Say who you are and where the others are: the name or address of the computer on which the server runs. Nobody has one yet? Start one here.</source>
        <translation>あなたの名前と、みんながいる場所 (サーバーが動いているコンピューターの名前かアドレス) を入力してください。まだサーバーがなければ、ここで起動できます。</translation>
    </message>
    <message>
        <source>&amp;Use it</source>
        <translation>これを使う(&amp;U)</translation>
    </message>
    <message>
        <source>St&amp;art one here</source>
        <translation>ここで起動(&amp;A)</translation>
    </message>
    <message>
        <source>Looking for a server on this computer…</source>
        <translation>このコンピューターのサーバーを探しています…</translation>
    </message>
    <message>
        <source>A server answers on this computer (%1).</source>
        <translation>このコンピューターでサーバーが動いています (%1)。</translation>
    </message>
    <message>
        <source>No server answers on this computer (%1).</source>
        <translation>このコンピューターではサーバーが応答していません (%1)。</translation>
    </message>
    <message>
        <source>Starting a server on this computer…</source>
        <translation>このコンピューターでサーバーを起動しています…</translation>
    </message>
    <message>
        <source>Your server runs on this computer (%1).</source>
        <translation>このコンピューターでサーバーを起動しました (%1)。</translation>
    </message>
</context>
<context>
    <name>kodama::ConnectFlow</name>
    <message>
        <source>%1 answers after %2 ms.</source>
        <translation>%1 が %2 ミリ秒で応答しました。</translation>
    </message>
    <message>
        <source>The server cannot be run: %1</source>
        <translation>サーバーを実行できません: %1</translation>
    </message>
    <message>
        <source>Another program uses port %1, but it is no chat server.</source>
        <translation>ポート %1 は別のプログラムが使っていて、チャットサーバーではありません。</translation>
    </message>
    <message>
        <source>The server ended at once.</source>
        <translation>サーバーはすぐに終了しました。</translation>
    </message>
    <message>
        <source>The server ended at once: %1</source>
        <translation>サーバーはすぐに終了しました: %1</translation>
    </message>
    <message>
        <source>The server was started, but does not answer.</source>
        <translation>サーバーを起動しましたが、応答がありません。</translation>
    </message>
</context>
<context>
    <name>kodama::ConnectionBanner</name>
    <message>
        <source>Reconnect now</source>
        <translation>今すぐ再接続</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>もう一度試す</translation>
    </message>
    <message>
        <source>Choose a server…</source>
        <translation>サーバーを選ぶ…</translation>
    </message>
    <message>
        <source>Stop</source>
        <extracomment>Button: give up connecting</extracomment>
        <translation>中止</translation>
    </message>
    <message>
        <source>No server chosen yet.</source>
        <translation>サーバーが選ばれていません。</translation>
    </message>
    <message>
        <source>Not connected to %1.</source>
        <translation>%1 に接続していません。</translation>
    </message>
    <message>
        <source>Connecting to %1…</source>
        <translation>%1 に接続しています…</translation>
    </message>
    <message>
        <source>Reconnecting to %1…</source>
        <translation>%1 に再接続しています…</translation>
    </message>
    <message numerus="yes">
        <source>%1 Reconnecting in %n s.</source>
        <extracomment>%1: a whole sentence, for example &quot;The connection to localhost was lost.&quot;</extracomment>
        <translation>
            <numerusform>%1 %n 秒後に再接続します。</numerusform>
        </translation>
    </message>
    <message>
        <source>Start it again</source>
        <translation>もう一度起動</translation>
    </message>
    <message>
        <source>Start one here</source>
        <translation>ここで起動</translation>
    </message>
    <message>
        <source>Starting a server on this computer…</source>
        <translation>このコンピューターでサーバーを起動しています…</translation>
    </message>
    <message>
        <source>Connected to %1.</source>
        <translation>%1 に接続しました。</translation>
    </message>
</context>
<context>
    <name>kodama::ConnectionSheet</name>
    <message>
        <source>none: everybody on the way can read along</source>
        <translation>なし (経路上の誰でも読めます)</translation>
    </message>
    <message>
        <source>none</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>Facts of the connection</source>
        <translation>接続の詳細</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>アドレス</translation>
    </message>
    <message>
        <source>Other end</source>
        <translation>相手側</translation>
    </message>
    <message>
        <source>Our end</source>
        <translation>こちら側</translation>
    </message>
    <message>
        <source>Open since</source>
        <translation>接続した時刻</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>暗号化</translation>
    </message>
    <message>
        <source>WebSocket</source>
        <translation>WebSocket</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>プロトコル</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>サーバー</translation>
    </message>
    <message>
        <source>Subprotocol</source>
        <translation>サブプロトコル</translation>
    </message>
    <message>
        <source>Last end</source>
        <translation>前回の終わり方</translation>
    </message>
    <message>
        <source>Kodama, version %1</source>
        <translation>Kodama バージョン %1</translation>
    </message>
    <message>
        <source>not Kodama&apos;s: the server has not said welcome</source>
        <translation>Kodama ではありません (welcome が届いていません)</translation>
    </message>
    <message>
        <source>closed by us: %1 · %2</source>
        <translation>こちらから切断: %1 · %2</translation>
    </message>
</context>
<context>
    <name>kodama::Console</name>
    <message numerus="yes">
        <source>%n answer(s) did not come in time.</source>
        <translation>
            <numerusform>%n 件の応答が時間内に届きませんでした。</numerusform>
        </translation>
    </message>
    <message>
        <source>Received what is no message: %1</source>
        <translation>メッセージではないものを受信しました: %1</translation>
    </message>
    <message>
        <source>round trip: %1 ms</source>
        <translation>往復時間: %1 ミリ秒</translation>
    </message>
    <message>
        <source>This line is longer than %1 KiB and was not sent.</source>
        <translation>この行は %1 KiB を超えるため、送信しませんでした。</translation>
    </message>
    <message>
        <source>Connecting to %1 …</source>
        <translation>%1 に接続しています…</translation>
    </message>
    <message>
        <source>Connected. &quot;help&quot; lists the commands, Ctrl+D ends.</source>
        <translation>接続しました。「help」でコマンドを表示、Ctrl+D で終了します。</translation>
    </message>
    <message>
        <source>The server did not confirm that it read everything.</source>
        <translation>サーバーがすべてを受け取ったことを確認できませんでした。</translation>
    </message>
    <message>
        <source>%1 Trying again. What you say until then is sent when it is back.</source>
        <translation>%1 再接続を試みます。それまでの発言は、つながり次第送信されます。</translation>
    </message>
    <message>
        <source>%1 Trying again.</source>
        <translation>%1 再接続を試みます。</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) wait and will be sent the next time.</source>
        <translation>
            <numerusform>%n 件のメッセージが送信待ちです。次回の接続時に送信されます。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s) were lost with the connection.</source>
        <translation>
            <numerusform>接続が切れたため、%n 件の応答が失われました。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) could not be sent.</source>
        <translation>
            <numerusform>%n 件のメッセージを送信できませんでした。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The rest of the input was not sent. %n line(s) are lost.</source>
        <extracomment>%n: lines of the input</extracomment>
        <translation>
            <numerusform>入力の残りは送信されませんでした。%n 行が失われました。</numerusform>
        </translation>
    </message>
    <message>
        <source>The arrow-up key brings back what you typed, to send it again.</source>
        <translation>上矢印キーで、入力した内容を呼び戻してもう一度送れます。</translation>
    </message>
    <message>
        <source>&quot;/retry %1&quot; sends it again, &quot;/discard %1&quot; does not.</source>
        <extracomment>%1: a room or person</extracomment>
        <translation>「/retry %1」でもう一度送り、「/discard %1」で取りやめます。</translation>
    </message>
    <message>
        <source>echo TEXT        the server sends TEXT back
broadcast TEXT   everybody receives TEXT
status           how many are connected, and the server&apos;s time
ping             is the server there, and how fast
raw JSON         send one frame as it is
/nick NAME       your name; this and what follows need a server with rooms
/join ROOM       enter a room; what you broadcast goes there
TEXT             the same without a command: said in the room at the prompt
/part            leave the room
/msg NAME TEXT   to one person alone; a name with blanks in quotes
/me TEXT         what you do
/topic TEXT      what the room is about; without TEXT shows it
/who             who is in the room
/rooms           which rooms there are
/away TEXT       you are away; without TEXT you are back
/back            you are back
/history         what was said before
/retry           send again what failed in the room
/discard         forget what failed in the room
help             show this text
quit             end</source>
        <translation>echo テキスト        サーバーがテキストを返します
broadcast テキスト   全員がテキストを受け取ります
status               接続数とサーバーの時刻を表示します
ping                 往復時間を測ります
raw JSON             フレームをそのまま送信します
/nick 名前           名前を変えます。これより下のコマンドにはルームのあるサーバーが必要です
/join ルーム         ルームに参加します。broadcast はそこに届きます
テキスト             コマンドでなければ、プロンプトに示されたルームへの発言になります
/part                ルームから退出します
/msg 名前 本文       一人だけに送ります。空白を含む名前は &quot;&quot; で囲みます
/me 本文             していることを伝えます
/topic 本文          ルームの話題を変えます。本文なしでは表示します
/who                 ルームにいる人を表示します
/rooms               ルームの一覧を表示します
/away 理由           離席します。理由なしでは戻ります
/back                席に戻ったことを知らせます
/history             以前のメッセージを表示します
/retry               ルームで送れなかったものをもう一度送ります
/discard             ルームで送れなかったものを捨てます
help                 この説明を表示します
quit                 終了します</translation>
    </message>
</context>
<context>
    <name>kodama::ConversationExport</name>
    <message>
        <source>Older messages are not in this file.</source>
        <translation>これより古いメッセージはこのファイルに含まれていません。</translation>
    </message>
</context>
<context>
    <name>kodama::DBusNotifications</name>
    <message>
        <source>Open</source>
        <translation>開く</translation>
    </message>
</context>
<context>
    <name>kodama::Demo</name>
    <message>
        <source>the server answered with an error: %1</source>
        <translation>サーバーがエラーを返しました: %1</translation>
    </message>
    <message>
        <source>wrong answer: %1</source>
        <translation>誤った応答: %1</translation>
    </message>
    <message>
        <source>both clients received &quot;%1&quot;</source>
        <translation>両方のクライアントが「%1」を受信しました</translation>
    </message>
    <message numerus="yes">
        <source>%n client(s), server time %1</source>
        <translation>
            <numerusform>接続数 %n、サーバー時刻 %1</numerusform>
        </translation>
    </message>
    <message>
        <source>the second client received %1</source>
        <translation>2 番目のクライアントが %1 を受信しました</translation>
    </message>
    <message>
        <source>no answer in time</source>
        <translation>時間内に応答がありません</translation>
    </message>
</context>
<context>
    <name>kodama::FindBar</name>
    <message>
        <source>Search all of it</source>
        <translation>この会話をすべて検索</translation>
    </message>
    <message>
        <source>Nothing among the messages shown here</source>
        <translation>ここに表示しているメッセージには見つかりません</translation>
    </message>
    <message>
        <source>The oldest one among the messages shown here</source>
        <translation>ここに表示しているメッセージでは、これが一番古い結果です</translation>
    </message>
    <message>
        <source>Find in these messages</source>
        <translation>メッセージを検索</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>検索結果</translation>
    </message>
    <message>
        <source>Older result</source>
        <translation>前の結果</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Newer result</source>
        <translation>次の結果</translation>
    </message>
    <message>
        <source>Shift+Enter</source>
        <translation>Shift+Enter</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>検索中…</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>見つかりませんでした</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <extracomment>Which of how many results is shown</extracomment>
        <translation>%1 / %2 件</translation>
    </message>
</context>
<context>
    <name>kodama::FrameEditor</name>
    <message>
        <source>Frame to send</source>
        <translation>送るフレーム</translation>
    </message>
    <message>
        <source>Write a frame, or choose one in the list and edit it here.</source>
        <translation>フレームを書くか、一覧から選んで、ここで編集します。</translation>
    </message>
    <message>
        <source>&amp;Bytes in hexadecimal</source>
        <translation>16 進数のバイト列(&amp;B)</translation>
    </message>
    <message>
        <source>For&amp;mat</source>
        <translation>整形(&amp;M)</translation>
    </message>
    <message>
        <source>One member a line</source>
        <translation>1 行に 1 項目</translation>
    </message>
    <message>
        <source>&amp;Send</source>
        <translation>送信(&amp;S)</translation>
    </message>
    <message>
        <source>Send this frame (Ctrl+Enter)</source>
        <translation>このフレームを送信 (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>These are not pairs of hexadecimal digits.</source>
        <translation>16 進数 2 桁ずつの並びではありません。</translation>
    </message>
    <message>
        <source>There is no connection to send on.</source>
        <translation>接続がないので送れません。</translation>
    </message>
    <message>
        <source>Valid JSON.</source>
        <translation>正しい JSON です。</translation>
    </message>
    <message>
        <source>Not JSON from line %1, column %2 on. It is sent as it is.</source>
        <translation>%1 行 %2 桁目から JSON ではありません。このまま送ります。</translation>
    </message>
    <message>
        <source>Ctrl+Enter sends it.</source>
        <translation>Ctrl+Enter で送信します。</translation>
    </message>
</context>
<context>
    <name>kodama::FrameTable</name>
    <message>
        <source>Frames</source>
        <translation>フレーム</translation>
    </message>
    <message>
        <source>What went over the connection, the newest below.</source>
        <translation>接続を流れたもの。新しいものほど下にあります。</translation>
    </message>
</context>
<context>
    <name>kodama::FrameTextPage</name>
    <message>
        <source>The frame as it is</source>
        <translation>フレームそのまま</translation>
    </message>
    <message>
        <source>Choose a frame to see what is in it.</source>
        <translation>フレームを選ぶと、中身が見えます。</translation>
    </message>
    <message>
        <source>Only the beginning is shown; copying and saving take everything.</source>
        <translation>先頭だけを表示しています。コピーと保存は全体が対象です。</translation>
    </message>
    <message>
        <source>It can be read and copied, not changed.</source>
        <translation>読むこととコピーはできますが、変更はできません。</translation>
    </message>
</context>
<context>
    <name>kodama::FrameTexts</name>
    <message>
        <source>Time</source>
        <translation>時刻</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>方向</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>種類</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>サイズ</translation>
    </message>
    <message>
        <source>Content</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>受信</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>送信</translation>
    </message>
    <message>
        <source>Text</source>
        <extracomment>Kind of a WebSocket frame</extracomment>
        <translation>テキスト</translation>
    </message>
    <message>
        <source>Binary</source>
        <extracomment>Kind of a WebSocket frame</extracomment>
        <translation>バイナリ</translation>
    </message>
    <message>
        <source>Close</source>
        <comment>noun</comment>
        <extracomment>Kind of a WebSocket frame</extracomment>
        <translation>クローズ</translation>
    </message>
</context>
<context>
    <name>kodama::FrameTreePage</name>
    <message>
        <source>JSON as a tree</source>
        <translation>JSON のツリー</translation>
    </message>
    <message numerus="yes">
        <source>Only the first %n values are shown.</source>
        <translation>
            <numerusform>先頭の %n 個の値だけを表示しています。</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose a frame to see what is in it.</source>
        <translation>フレームを選ぶと、中身が見えます。</translation>
    </message>
    <message>
        <source>This is no text; the other page shows its bytes.</source>
        <translation>テキストではありません。バイト列は「テキスト」のページにあります。</translation>
    </message>
    <message>
        <source>This is not JSON; the other page shows it as it is.</source>
        <translation>JSON ではありません。そのままの形は「テキスト」のページにあります。</translation>
    </message>
</context>
<context>
    <name>kodama::HelpDialog</name>
    <message>
        <source>Commands and shortcuts</source>
        <translation>コマンドとショートカット</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>コマンド</translation>
    </message>
    <message>
        <source>While writing</source>
        <translation>入力中</translation>
    </message>
    <message>
        <source>In lists and in the log</source>
        <translation>一覧とログの中</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Send to everyone</source>
        <translation>全員に送信</translation>
    </message>
    <message>
        <source>Send as an echo</source>
        <translation>エコーとして送信</translation>
    </message>
    <message>
        <source>Start a new line</source>
        <translation>改行</translation>
    </message>
    <message>
        <source>Recall what was sent before</source>
        <translation>以前に送信した内容を呼び出す</translation>
    </message>
    <message>
        <source>Close the list of proposals</source>
        <translation>候補の一覧を閉じる</translation>
    </message>
    <message>
        <source>Go to the next or previous control</source>
        <translation>次または前の項目へ移動</translation>
    </message>
    <message>
        <source>Go from one message to the next</source>
        <translation>メッセージからメッセージへ移動</translation>
    </message>
    <message>
        <source>Open the menu of what is chosen</source>
        <translation>選択したもののメニューを開く</translation>
    </message>
    <message>
        <source>Choose several messages</source>
        <translation>複数のメッセージを選択</translation>
    </message>
    <message>
        <source>Alt+underlined letter</source>
        <translation>Alt+下線の付いた文字</translation>
    </message>
    <message>
        <source>Open a menu</source>
        <translation>メニューを開く</translation>
    </message>
    <message>
        <source>Complete a command, name, room or emoji (/, @, #, :)</source>
        <translation>コマンド、名前、ルーム、絵文字を補完 (/、@、#、:)</translation>
    </message>
    <message>
        <source>On servers with rooms</source>
        <translation>ルームのあるサーバーで</translation>
    </message>
    <message>
        <source>In the inspector</source>
        <translation>インスペクターで</translation>
    </message>
    <message>
        <source>Edit the chosen frame and send it again</source>
        <translation>選んだフレームを編集して再送</translation>
    </message>
    <message>
        <source>Send the frame in the editor</source>
        <translation>編集中のフレームを送信</translation>
    </message>
    <message>
        <source>Press a button or turn to a page</source>
        <translation>ボタンを押す、ページを切り替える</translation>
    </message>
    <message>
        <source>Take the filter away, or close the inspector</source>
        <translation>絞り込みを消す、またはインスペクターを閉じる</translation>
    </message>
    <message>
        <source>A text without a slash goes to the room, or to everyone where there are no rooms; two slashes at its beginning send one. Most keys can be changed in the settings (%1).</source>
        <translation>スラッシュのない文字はルームに、ルームがなければ全員に届きます。先頭にスラッシュを 2 つ書くと、1 つのスラッシュとして送ります。ほとんどのキーは設定 (%1) で変更できます。</translation>
    </message>
    <message>
        <source>Turn the pages of the messages</source>
        <translation>メッセージをページ単位でスクロール</translation>
    </message>
    <message>
        <source>Choose nothing, then go back to writing</source>
        <translation>選択を解除、次に入力欄へ戻る</translation>
    </message>
</context>
<context>
    <name>kodama::InputCompleter</name>
    <message>
        <source>Commands</source>
        <translation>コマンド</translation>
    </message>
    <message>
        <source>Proposals</source>
        <translation>候補</translation>
    </message>
</context>
<context>
    <name>kodama::InspectorWindow</name>
    <message>
        <source>Save the frames</source>
        <translation>フレームを保存</translation>
    </message>
    <message>
        <source>JSON lines (*.jsonl)</source>
        <translation>JSON Lines (*.jsonl)</translation>
    </message>
    <message>
        <source>%1 could not be saved: %2</source>
        <translation>%1 に保存できませんでした: %2</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>コピー(&amp;C)</translation>
    </message>
    <message>
        <source>Copy as &amp;JSON lines</source>
        <translation>JSON Lines としてコピー(&amp;J)</translation>
    </message>
    <message>
        <source>&amp;Edit and resend</source>
        <translation>編集して再送(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Save…</source>
        <translation>保存(&amp;S)…</translation>
    </message>
    <message>
        <source>Inspector – Kodama</source>
        <translation>インスペクター – Kodama</translation>
    </message>
    <message>
        <source>Filter by text</source>
        <translation>絞り込み</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>方向</translation>
    </message>
    <message>
        <source>Both directions</source>
        <translation>両方向</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>受信</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>送信</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>種類</translation>
    </message>
    <message>
        <source>All kinds</source>
        <translation>すべての種類</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>メッセージ</translation>
    </message>
    <message>
        <source>Ping, pong, close</source>
        <translation>Ping・Pong・クローズ</translation>
    </message>
    <message>
        <source>Closer looks</source>
        <translation>詳細</translation>
    </message>
    <message>
        <source>&amp;Tree</source>
        <translation>ツリー(&amp;T)</translation>
    </message>
    <message>
        <source>Te&amp;xt</source>
        <extracomment>The page with a frame&apos;s text as it is</extracomment>
        <translation>テキスト(&amp;X)</translation>
    </message>
    <message>
        <source>Sen&amp;d</source>
        <translation>送信(&amp;D)</translation>
    </message>
    <message>
        <source>C&amp;onnection</source>
        <translation>接続(&amp;O)</translation>
    </message>
    <message>
        <source>Round trip</source>
        <translation>往復時間</translation>
    </message>
    <message>
        <source>Round trips of the last minutes</source>
        <translation>ここ数分の往復時間</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>一時停止(&amp;P)</translation>
    </message>
    <message>
        <source>C&amp;lear</source>
        <translation>消去(&amp;L)</translation>
    </message>
    <message>
        <source>Sa&amp;ve…</source>
        <translation>保存(&amp;V)…</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n frames</source>
        <translation>
            <numerusform>%n 件中 %1 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n frames</source>
        <translation>
            <numerusform>%n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n held back</source>
        <comment>frames of a pause</comment>
        <translation>
            <numerusform>%n 件を保留中</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not kept</source>
        <comment>frames of a pause</comment>
        <translation>
            <numerusform>%n 件は残せませんでした</numerusform>
        </translation>
    </message>
    <message>
        <source>Shows what was sent, what was received, or both.</source>
        <translation>送信したもの、受信したもの、または両方を表示します。</translation>
    </message>
    <message>
        <source>Shows frames of one kind, or all.</source>
        <translation>一つの種類のフレーム、またはすべてを表示します。</translation>
    </message>
</context>
<context>
    <name>kodama::JsonTreeModel</name>
    <message>
        <source>Name</source>
        <extracomment>Of a member of a JSON object</extracomment>
        <translation>名前</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>値</translation>
    </message>
    <message numerus="yes">
        <source>%n members</source>
        <translation>
            <numerusform>%n 項目</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n elements</source>
        <translation>
            <numerusform>%n 要素</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kodama::KeysPage</name>
    <message>
        <source>Keys</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>&amp;Take them anyway</source>
        <translation>それでも割り当てる(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;No keys</source>
        <translation>割り当てを解除(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Default</source>
        <translation>既定に戻す(&amp;D)</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>%1 に書き込めません: %2</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>%1 を読み込めません: %2</translation>
    </message>
    <message>
        <source>%1 was written by a newer Kodama.</source>
        <translation>%1 は新しいバージョンの Kodama で書かれたものです。</translation>
    </message>
    <message>
        <source>%1 holds no shortcuts of Kodama.</source>
        <translation>%1 には Kodama のショートカットが含まれていません。</translation>
    </message>
    <message>
        <source>Actions and their keys</source>
        <translation>操作とそのキー</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>New keys</source>
        <translation>新しいキー</translation>
    </message>
    <message>
        <source>Press the keys that the chosen action shall have.</source>
        <translation>選んだ操作に割り当てるキーを押してください。</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>書き出し(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Import…</source>
        <translation>読み込み(&amp;I)…</translation>
    </message>
    <message>
        <source>Keys that write need Ctrl or Alt beside them.</source>
        <translation>文字を入力するキーは Ctrl か Alt と組み合わせてください。</translation>
    </message>
    <message>
        <source>%1 already means “%2”.</source>
        <translation>%1 はすでに「%2」に割り当てられています。</translation>
    </message>
    <message>
        <source>Export shortcuts</source>
        <translation>ショートカットを書き出す</translation>
    </message>
    <message>
        <source>Import shortcuts</source>
        <translation>ショートカットを読み込む</translation>
    </message>
    <message>
        <source>Shortcuts of Kodama (*.json)</source>
        <translation>Kodama のショートカット (*.json)</translation>
    </message>
    <message>
        <source>no keys</source>
        <translation>割り当てなし</translation>
    </message>
</context>
<context>
    <name>kodama::LinkLabel</name>
    <message>
        <source>Enter opens the link.</source>
        <translation>Enter でリンクを開きます。</translation>
    </message>
</context>
<context>
    <name>kodama::LogActions</name>
    <message>
        <source>Save the messages</source>
        <translation>メッセージを保存</translation>
    </message>
    <message>
        <source>Text (*.txt)</source>
        <translation>テキスト (*.txt)</translation>
    </message>
    <message>
        <source>Markdown (*.md)</source>
        <translation>Markdown (*.md)</translation>
    </message>
    <message>
        <source>Web page (*.html)</source>
        <translation>ウェブページ (*.html)</translation>
    </message>
    <message>
        <source>JSON lines (*.jsonl)</source>
        <translation>JSON Lines (*.jsonl)</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>保存できませんでした</translation>
    </message>
    <message>
        <source>The messages could not be saved in %1: %2</source>
        <translation>メッセージを %1 に保存できませんでした: %2</translation>
    </message>
    <message>
        <source>Copy the link %1</source>
        <translation>リンク %1 をコピー</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>%1 を開く</translation>
    </message>
</context>
<context>
    <name>kodama::LogAnnouncer</name>
    <message numerus="yes">
        <source>%n new message(s)</source>
        <translation>
            <numerusform>新着メッセージ %n 件</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kodama::LogPills</name>
    <message numerus="yes">
        <source>%n new</source>
        <extracomment>On the button that leads down to messages one has not seen yet</extracomment>
        <translation>
            <numerusform>新着 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>Go to the newest message</source>
        <translation>最新のメッセージへ移動</translation>
    </message>
    <message>
        <source>Go to the newest message (Ctrl+End)</source>
        <translation>最新のメッセージへ移動 (Ctrl+End)</translation>
    </message>
    <message>
        <source>Unread</source>
        <extracomment>On the button that leads up to where the unread messages begin</extracomment>
        <translation>未読</translation>
    </message>
    <message>
        <source>Go to the first unread message</source>
        <translation>最初の未読メッセージへ移動</translation>
    </message>
    <message>
        <source>Go to the first unread message (Ctrl+Shift+U)</source>
        <translation>最初の未読メッセージへ移動 (Ctrl+Shift+U)</translation>
    </message>
</context>
<context>
    <name>kodama::MainWindow</name>
    <message>
        <source>Messages</source>
        <translation>メッセージ</translation>
    </message>
    <message>
        <source>Everything that was said, the newest below.</source>
        <translation>これまでの会話。新しいものほど下にあります。</translation>
    </message>
    <message>
        <source>%1 · you are %2</source>
        <translation>%1 · あなたは %2</translation>
    </message>
    <message>
        <source>%1 – Kodama</source>
        <translation>%1 – Kodama</translation>
    </message>
</context>
<context>
    <name>kodama::MemberPanel</name>
    <message>
        <source>away</source>
        <translation>離席中</translation>
    </message>
    <message>
        <source>%1, away</source>
        <translation>%1、離席中</translation>
    </message>
    <message>
        <source>%1, away: %2</source>
        <translation>%1、離席中: %2</translation>
    </message>
    <message>
        <source>&amp;Write to %1 alone</source>
        <translation>%1 だけに送る(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Mention %1</source>
        <translation>%1 に呼びかける(&amp;M)</translation>
    </message>
    <message>
        <source>Members · %1</source>
        <translation>メンバー · %1</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>メンバー</translation>
    </message>
    <message>
        <source>Who is in the room. Enter opens a conversation with one person alone.</source>
        <translation>ルームにいる人です。Enter でその人との個別の会話を開きます。</translation>
    </message>
    <message>
        <source>%1 of %2 are listed.</source>
        <extracomment>%1: how many names the list shows, %2: how many people are in the room</extracomment>
        <translation>%2 人のうち %1 人を表示しています。</translation>
    </message>
</context>
<context>
    <name>kodama::MessageInput</name>
    <message>
        <source>Only text can be sent, no pictures.</source>
        <translation>送れるのはテキストだけです。画像は送れません。</translation>
    </message>
</context>
<context>
    <name>kodama::MessageLayout</name>
    <message>
        <source>Show all</source>
        <translation>すべて表示</translation>
    </message>
    <message>
        <source>Show all (%1)</source>
        <translation>すべて表示 (%1)</translation>
    </message>
    <message>
        <source>Not sent. Send again</source>
        <translation>送信できませんでした。再送する</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>破棄</translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s) later</source>
        <translation>
            <numerusform>%n 時間後</numerusform>
        </translation>
    </message>
    <message>
        <source>New messages</source>
        <translation>新着メッセージ</translation>
    </message>
    <message>
        <source>Show less</source>
        <translation>折りたたむ</translation>
    </message>
    <message>
        <source>Load them</source>
        <translation>読み込む</translation>
    </message>
    <message>
        <source>May have arrived. Send again</source>
        <translation>届いている可能性があります。再送する</translation>
    </message>
</context>
<context>
    <name>kodama::MessageView</name>
    <message>
        <source>No messages yet</source>
        <translation>まだメッセージはありません</translation>
    </message>
    <message>
        <source>What you write below goes to everyone who is connected.</source>
        <translation>下に書いたメッセージは、接続している全員に届きます。</translation>
    </message>
</context>
<context>
    <name>kodama::NameBar</name>
    <message>
        <source>You are %1 here. What shall the others call you?</source>
        <extracomment>%1: the name that the server gave, for example &quot;guest-1&quot;</extracomment>
        <translation>ここでは %1 という名前になっています。ほかの人にはどんな名前で表示しますか？</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>What the others see beside your messages.</source>
        <translation>メッセージの横に表示され、ほかの人にも見える名前です。</translation>
    </message>
    <message>
        <source>Use this name</source>
        <translation>この名前にする</translation>
    </message>
    <message>
        <source>Stay %1</source>
        <extracomment>Button: keep the name that the server gave</extracomment>
        <translation>%1 のまま使う</translation>
    </message>
    <message>
        <source>Does not ask again.</source>
        <translation>今後は尋ねません。</translation>
    </message>
</context>
<context>
    <name>kodama::Notifier</name>
    <message>
        <source>%1 in %2</source>
        <extracomment>Title of a notification. %1: a person, %2: a room</extracomment>
        <translation>%1 (%2)</translation>
    </message>
    <message numerus="yes">
        <source>%n new message(s)</source>
        <translation>
            <numerusform>新着メッセージ %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 (and %n more)</source>
        <extracomment>%1: the text of the newest message</extracomment>
        <translation>
            <numerusform>%1 (ほか %n 件)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kodama::PasteQuestion</name>
    <message numerus="yes">
        <source>Paste %n line(s) with %1 characters?</source>
        <extracomment>%1: a number of characters</extracomment>
        <translation>
            <numerusform>%n 行、%1 文字を貼り付けますか？</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>貼り付け(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>キャンセル(&amp;C)</translation>
    </message>
</context>
<context>
    <name>kodama::PostSender</name>
    <message>
        <source>It is larger than %1 KiB, the most that this server takes.</source>
        <translation>このサーバーが受け付ける上限 (%1 KiB) を超えています。</translation>
    </message>
    <message>
        <source>Somebody else may have this name now.</source>
        <translation>この名前は現在、別の人が使っている可能性があります。</translation>
    </message>
</context>
<context>
    <name>kodama::RoomController</name>
    <message>
        <source>A topic has at most %1 characters.</source>
        <translation>トピックは %1 文字までです。</translation>
    </message>
    <message>
        <source>%1 has no topic.</source>
        <translation>%1 に話題はありません。</translation>
    </message>
    <message>
        <source>The topic of %1: %2</source>
        <translation>%1 の話題: %2</translation>
    </message>
    <message>
        <source>This server has no rooms and no names.</source>
        <translation>このサーバーにはルームも名前もありません。</translation>
    </message>
    <message>
        <source>You are away: %1</source>
        <translation>離席中です: %1</translation>
    </message>
    <message>
        <source>You are back.</source>
        <translation>席に戻りました。</translation>
    </message>
    <message>
        <source>The name &quot;%1&quot; was not accepted.</source>
        <translation>名前「%1」は使えません。</translation>
    </message>
    <message>
        <source>The name &quot;%1&quot; is taken; &quot;%2&quot; is free.</source>
        <translation>名前「%1」はすでに使われています。「%2」は空いています。</translation>
    </message>
    <message>
        <source>The server does not let you in: %1</source>
        <translation>サーバーが参加を許可していません: %1</translation>
    </message>
    <message>
        <source>A message to %1 may not have arrived; it is not sent again by itself, since that could show it twice.</source>
        <translation>%1 へのメッセージは届いていない可能性があります。二重に表示されるおそれがあるため、自動では再送しません。</translation>
    </message>
    <message>
        <source>Not sent to %1: %2</source>
        <translation>%1 に送信できませんでした: %2</translation>
    </message>
    <message>
        <source>%1 (away)</source>
        <translation>%1 (離席中)</translation>
    </message>
    <message>
        <source>In %1: %2</source>
        <translation>%1 にいる人: %2</translation>
    </message>
    <message numerus="yes">
        <source>%1, %n here</source>
        <extracomment>%1: a room, %n: how many people are there</extracomment>
        <translation>
            <numerusform>%1、%n 人</numerusform>
        </translation>
    </message>
    <message>
        <source>Not sent: too many messages wait for the server.</source>
        <translation>送信できません: サーバーを待っているメッセージが多すぎます。</translation>
    </message>
    <message>
        <source>You are in no room. &quot;/join ROOM&quot; enters one.</source>
        <translation>どのルームにも参加していません。「/join ルーム」で参加できます。</translation>
    </message>
    <message>
        <source>%1 is writing…</source>
        <translation>%1 が入力中…</translation>
    </message>
    <message>
        <source>%1 and %2 are writing…</source>
        <translation>%1 と %2 が入力中…</translation>
    </message>
    <message numerus="yes">
        <source>%n people are writing…</source>
        <translation>
            <numerusform>%n 人が入力中…</numerusform>
        </translation>
    </message>
    <message>
        <source>The name &quot;%1&quot; is taken; here you are &quot;%2&quot;.</source>
        <translation>「%1」という名前はすでに使われているため、ここでの名前は「%2」です。</translation>
    </message>
    <message>
        <source>What you write below is for %1 alone.</source>
        <translation>下に書いたものは %1 だけに届きます。</translation>
    </message>
    <message>
        <source>What you write below goes to everybody in %1.</source>
        <translation>下に書いたものは %1 の全員に届きます。</translation>
    </message>
    <message>
        <source>You are in no room. Ctrl+K finds one, or makes one.</source>
        <translation>どのルームにも参加していません。Ctrl+K でルームを探したり、作ったりできます。</translation>
    </message>
    <message>
        <source>Not connected. What is missing can be loaded when the connection is back.</source>
        <translation>接続されていません。抜けているメッセージは、接続が戻れば読み込めます。</translation>
    </message>
    <message numerus="yes">
        <source>In %1: %2; and %n more</source>
        <translation>
            <numerusform>%1 にいる人: %2、ほか %n 人</numerusform>
        </translation>
    </message>
    <message>
        <source>You have not entered %1 yet: the topic is as it was.</source>
        <translation>まだ %1 に入っていないため、話題は変更されていません。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; cannot be a name. %2</source>
        <translation>「%1」は名前にできません。%2</translation>
    </message>
    <message>
        <source>No message to %1 has failed.</source>
        <translation>%1 への送信に失敗したメッセージはありません。</translation>
    </message>
    <message>
        <source>A message to %1 may not have arrived: %2</source>
        <extracomment>%1: a room or person, %2: why it is not sent again</extracomment>
        <translation>%1 へのメッセージは届いていないかもしれません: %2</translation>
    </message>
    <message>
        <source>The server cannot store messages at present. Yours are sent as soon as it can.</source>
        <translation>サーバーは現在メッセージを保存できません。保存できるようになりしだい送信します。</translation>
    </message>
</context>
<context>
    <name>kodama::RoomDelegate</name>
    <message>
        <source>People</source>
        <extracomment>Above the conversations with one person</extracomment>
        <translation>個別の会話</translation>
    </message>
</context>
<context>
    <name>kodama::RoomExport</name>
    <message numerus="yes">
        <source>Fetching older messages; %n are here…</source>
        <translation>
            <numerusform>過去のメッセージを取得中 (現在 %n 件)…</numerusform>
        </translation>
    </message>
    <message>
        <source>Save all of %1</source>
        <translation>%1 をすべて保存</translation>
    </message>
    <message>
        <source>Save what is here</source>
        <translation>今ある分を保存</translation>
    </message>
    <message>
        <source>The log is full: the oldest messages will not be in the file. The settings say how many it keeps.</source>
        <translation>ログがいっぱいのため、最も古いメッセージはファイルに入りません。残す件数は設定で変えられます。</translation>
    </message>
</context>
<context>
    <name>kodama::RoomList</name>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>未読 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n for you</source>
        <translation>
            <numerusform>自分宛て %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>Rooms</source>
        <translation>ルーム</translation>
    </message>
    <message>
        <source>The rooms you are in and the people you write to. Enter goes to the message field.</source>
        <translation>参加しているルームと、やり取りしている相手です。Enter でメッセージ欄に移ります。</translation>
    </message>
    <message>
        <source>online</source>
        <comment>of a person</comment>
        <translation>オンライン</translation>
    </message>
</context>
<context>
    <name>kodama::RoomNavigation</name>
    <message numerus="yes">
        <source>%n there</source>
        <translation>
            <numerusform>%n 人</numerusform>
        </translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>あなたの名前</translation>
    </message>
    <message>
        <source>What the others see:</source>
        <translation>ほかの人に見える名前:</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>変更</translation>
    </message>
    <message>
        <source>Topic of %1</source>
        <translation>%1 の話題</translation>
    </message>
    <message>
        <source>What it is about:</source>
        <translation>何についてのルームか:</translation>
    </message>
    <message>
        <source>&amp;Go to %1</source>
        <translation>%1 へ移動(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Close the conversation</source>
        <translation>会話を閉じる(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Leave the room</source>
        <translation>ルームから退出(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Notify me of</source>
        <translation>通知(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Every message</source>
        <translation>すべてのメッセージ(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Messages that name me</source>
        <translation>自分の名前が出るメッセージ(&amp;M)</translation>
    </message>
    <message>
        <source>N&amp;othing</source>
        <translation>通知しない(&amp;O)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
</context>
<context>
    <name>kodama::RoomPanel</name>
    <message>
        <source>Rooms</source>
        <translation>ルーム</translation>
    </message>
    <message>
        <source>Go to a room or a person</source>
        <translation>ルームや人へ移動</translation>
    </message>
    <message>
        <source>You are %1</source>
        <translation>あなたは %1</translation>
    </message>
    <message>
        <source>Changes your name.</source>
        <translation>名前を変更します。</translation>
    </message>
    <message>
        <source>You are %1. A click changes your name.</source>
        <translation>あなたは %1 です。クリックすると名前を変更できます。</translation>
    </message>
</context>
<context>
    <name>kodama::RoomSwitcher</name>
    <message>
        <source>write to this person</source>
        <translation>この人に送る</translation>
    </message>
    <message>
        <source>new room</source>
        <translation>新しいルーム</translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>未読 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>Go to a room or a person</source>
        <translation>ルームや人へ移動</translation>
    </message>
    <message>
        <source>Go to</source>
        <translation>移動先</translation>
    </message>
    <message>
        <source>Room, or @person</source>
        <translation>ルーム、または @名前</translation>
    </message>
    <message>
        <source>Name of a room or a person</source>
        <translation>ルームまたは人の名前</translation>
    </message>
    <message>
        <source>A few letters find it; a name that nobody has taken makes a room.</source>
        <translation>数文字で絞り込めます。まだない名前を入れると新しいルームを作ります。</translation>
    </message>
    <message>
        <source>Rooms and people</source>
        <translation>ルームと人</translation>
    </message>
    <message>
        <source>Enter goes there. A new name makes a room.</source>
        <translation>Enter で移動します。新しい名前を入れるとルームを作ります。</translation>
    </message>
    <message>
        <source>Enter goes there. What you write is for that person alone.</source>
        <translation>Enter で移動します。書いたものはその人だけに届きます。</translation>
    </message>
</context>
<context>
    <name>kodama::SearchDialog</name>
    <message>
        <source>Search everywhere</source>
        <translation>すべての会話を検索</translation>
    </message>
    <message>
        <source>Words in any message</source>
        <translation>メッセージに含まれる言葉</translation>
    </message>
    <message>
        <source>Search for</source>
        <translation>検索する言葉</translation>
    </message>
    <message>
        <source>Also: from:NAME, in:ROOM, before:2026-11-20, &quot;words together&quot;. Enter goes there.</source>
        <translation>from:名前、in:ルーム、before:2026-11-20、&quot;続いた言葉&quot; も使えます。Enter でその場所へ移ります。</translation>
    </message>
    <message>
        <source>Messages that were found</source>
        <translation>見つかったメッセージ</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>中止(&amp;S)</translation>
    </message>
    <message>
        <source>“%1” is no date; dates are like 2026-11-20.</source>
        <translation>「%1」は日付ではありません。2026-11-20 のように書きます。</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>検索中…</translation>
    </message>
    <message numerus="yes">
        <source>%n found; searching what the server has of %1…</source>
        <translation>
            <numerusform>%n 件見つかりました。%1 のサーバーの履歴を検索中…</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing found.</source>
        <translation>見つかりませんでした。</translation>
    </message>
    <message numerus="yes">
        <source>%n found.</source>
        <translation>
            <numerusform>%n 件見つかりました。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n found; stopped.</source>
        <translation>
            <numerusform>%n 件見つかりました (中止)。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The newest %n are shown; more words find fewer.</source>
        <translation>
            <numerusform>新しい %n 件を表示しています。言葉を足すと絞れます。</numerusform>
        </translation>
    </message>
    <message>
        <source>You are in no room that is called so.</source>
        <translation>その名前のルームには参加していません。</translation>
    </message>
    <message>
        <source>%1 %2 has older messages than are kept here; the settings say how many are.</source>
        <extracomment>%1: &quot;3 found.&quot;, %2: a room</extracomment>
        <translation>%1 %2 にはここに保持されていない古いメッセージがあります。保持する件数は設定で変えられます。</translation>
    </message>
    <message numerus="yes">
        <source>%n found here; not connected: the rest is searched later.</source>
        <translation>
            <numerusform>ここでは %n 件見つかりました。接続していないため、残りは接続後に検索します。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kodama::ServerPanel</name>
    <message numerus="yes">
        <source>%n online</source>
        <translation>
            <numerusform>%n 人が接続中</numerusform>
        </translation>
    </message>
    <message>
        <source>round trip %1</source>
        <translation>往復 %1</translation>
    </message>
    <message>
        <source>server time %1</source>
        <translation>サーバー時刻 %1</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>サーバー</translation>
    </message>
    <message>
        <source>Round trip</source>
        <translation>往復時間</translation>
    </message>
    <message>
        <source>Server time</source>
        <translation>サーバー時刻</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>アドレス</translation>
    </message>
    <message>
        <source>You are</source>
        <translation>あなたの ID</translation>
    </message>
    <message>
        <source>Rooms</source>
        <extracomment>A caption: how many rooms there are</extracomment>
        <translation>ルーム</translation>
    </message>
    <message>
        <source>Messages per second</source>
        <translation>毎秒メッセージ数</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>バージョン</translation>
    </message>
    <message>
        <source>Running for</source>
        <extracomment>A caption: how long the server has been running</extracomment>
        <translation>稼働時間</translation>
    </message>
    <message>
        <source>%1 a second, both ways</source>
        <translation>毎秒 %1 (両方向)</translation>
    </message>
    <message>
        <source>Online</source>
        <extracomment>A caption: how many are connected</extracomment>
        <translation>接続中</translation>
    </message>
</context>
<context>
    <name>kodama::SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
    <message>
        <source>Search the settings</source>
        <translation>設定を検索</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>ページ</translation>
    </message>
    <message>
        <source>No setting is called that.</source>
        <translation>一致する設定はありません。</translation>
    </message>
    <message>
        <source>&amp;Restore all defaults</source>
        <translation>すべて既定値に戻す(&amp;R)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Restore all defaults</source>
        <translation>すべて既定値に戻す</translation>
    </message>
    <message>
        <source>All settings and keys become what they were at first. The choices for single rooms stay.</source>
        <translation>すべての設定とキーを最初の状態に戻します。ルームごとの選択はそのままです。</translation>
    </message>
    <message>
        <source>&amp;Restore</source>
        <translation>戻す(&amp;R)</translation>
    </message>
</context>
<context>
    <name>kodama::SpellMarker</name>
    <message>
        <source>No suggestions</source>
        <extracomment>Menu item that cannot be chosen, where better spellings would stand</extracomment>
        <translation>候補がありません</translation>
    </message>
    <message>
        <source>Add “%1” to my words</source>
        <extracomment>%1: a word</extracomment>
        <translation>「%1」を自分の単語に追加</translation>
    </message>
</context>
<context>
    <name>kodama::TimeChart</name>
    <message>
        <source>now %1 · median %2 · highest %3</source>
        <extracomment>Of values over the last minutes</extracomment>
        <translation>現在 %1 · 中央値 %2 · 最大 %3</translation>
    </message>
    <message>
        <source>Nothing measured yet</source>
        <translation>まだ測定していません</translation>
    </message>
    <message numerus="yes">
        <source>%n minutes ago</source>
        <translation>
            <numerusform>%n 分前</numerusform>
        </translation>
    </message>
    <message>
        <source>now</source>
        <extracomment>The right end of a chart of the last minutes</extracomment>
        <translation>現在</translation>
    </message>
</context>
<context>
    <name>kodama::TrayIcon</name>
    <message>
        <source>&amp;Show the window</source>
        <translation>ウィンドウを表示(&amp;S)</translation>
    </message>
    <message>
        <source>Kodama: do not disturb</source>
        <translation>Kodama: 通知を停止中</translation>
    </message>
    <message numerus="yes">
        <source>Kodama: %n unread message(s)</source>
        <translation>
            <numerusform>Kodama: 未読 %n 件</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>kodama::WindowController</name>
    <message>
        <source>About Kodama</source>
        <translation>Kodama について</translation>
    </message>
    <message>
        <source>Kodama %1</source>
        <translation>Kodama %1</translation>
    </message>
    <message>
        <source>A light chat and message bus for your own machine or network, over WebSocket.</source>
        <translation>自分のコンピューターやネットワークで使う、WebSocket による軽いチャット兼メッセージバスです。</translation>
    </message>
    <message>
        <source>From here on: %1</source>
        <extracomment>In the log, between lines of two servers. %1: the address of the second</extracomment>
        <translation>ここから %1</translation>
    </message>
</context>
<context>
    <name>kodama::WindowHeader</name>
    <message>
        <source>Connection state</source>
        <translation>接続状態</translation>
    </message>
    <message>
        <source>%1 · you are %2</source>
        <translation>%1 · あなたは %2</translation>
    </message>
    <message>
        <source>Rooms</source>
        <translation>ルーム</translation>
    </message>
    <message numerus="yes">
        <source>%n unread elsewhere</source>
        <translation>
            <numerusform>ほかに未読 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>Online</source>
        <comment>of a person</comment>
        <translation>オンライン</translation>
    </message>
    <message>
        <source>Away</source>
        <comment>of a person</comment>
        <translation>離席中</translation>
    </message>
    <message>
        <source>Away: %1</source>
        <comment>of a person</comment>
        <translation>離席中: %1</translation>
    </message>
    <message>
        <source>Not online</source>
        <comment>of a person</comment>
        <translation>オフライン</translation>
    </message>
</context>
<context>
    <name>kodama::WindowMenus</name>
    <message>
        <source>&amp;Server</source>
        <translation>サーバー(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Messages</source>
        <translation>メッセージ(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>表示(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>ヘルプ(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>テーマ(&amp;T)</translation>
    </message>
    <message>
        <source>Lan&amp;guage</source>
        <translation>言語(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Rooms</source>
        <translation>ルーム(&amp;R)</translation>
    </message>
</context>
<context>
    <name>kodama::Wording</name>
    <message numerus="yes">
        <source>%1 · %n online</source>
        <extracomment>%1: a whole sentence such as &quot;A joined&quot;; %n: people connected now</extracomment>
        <translation>
            <numerusform>%1 · %n 人が接続中</numerusform>
        </translation>
    </message>
    <message>
        <source>The server sent something that is not a message: %1</source>
        <translation>サーバーからメッセージではないものが届きました: %1</translation>
    </message>
    <message>
        <source>The server answered with an error: %1</source>
        <translation>サーバーがエラーを返しました: %1</translation>
    </message>
    <message>
        <source>Echo</source>
        <extracomment>Name above the answer of the server to an echo</extracomment>
        <translation>エコー</translation>
    </message>
    <message>
        <source>Server, to you only</source>
        <translation>サーバー (あなた宛て)</translation>
    </message>
    <message>
        <source>Server, to everyone</source>
        <translation>サーバー (全員宛て)</translation>
    </message>
    <message>
        <source>Server</source>
        <extracomment>Name above a message of the server</extracomment>
        <translation>サーバー</translation>
    </message>
    <message>
        <source>%1 · custom message</source>
        <translation>%1 · カスタムメッセージ</translation>
    </message>
    <message>
        <source>You</source>
        <extracomment>Name above the messages of this user</extracomment>
        <translation>あなた</translation>
    </message>
    <message>
        <source>%1 joined</source>
        <translation>%1 が参加しました</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>%1 が退出しました</translation>
    </message>
    <message>
        <source>%1 · you are %2</source>
        <translation>%1 · あなたは %2</translation>
    </message>
    <message numerus="yes">
        <source>Status: %n online, the server&apos;s time is %1</source>
        <translation>
            <numerusform>ステータス: %n 人が接続中、サーバー時刻は %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Pong after %1</source>
        <translation>Pong (%1)</translation>
    </message>
    <message>
        <source>Pong</source>
        <translation>Pong</translation>
    </message>
    <message>
        <source>Sign of life from the server</source>
        <translation>サーバーは動作しています</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今日</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨日</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ミリ秒</translation>
    </message>
    <message>
        <source>%1 is now called %2</source>
        <translation>%1 の名前が %2 になりました</translation>
    </message>
    <message>
        <source>%1 is away</source>
        <translation>%1 は離席中です</translation>
    </message>
    <message>
        <source>%1 is away: %2</source>
        <translation>%1 は離席中です: %2</translation>
    </message>
    <message>
        <source>%1 is back</source>
        <translation>%1 が戻りました</translation>
    </message>
    <message>
        <source>%1 removed the topic</source>
        <translation>%1 が話題を消しました</translation>
    </message>
    <message>
        <source>%1 changed the topic to: %2</source>
        <translation>%1 が話題を変更しました: %2</translation>
    </message>
    <message>
        <source>Older messages are not loaded here.</source>
        <translation>ここより前のメッセージは読み込まれていません。</translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n other(s) joined</source>
        <translation>
            <numerusform>%1 ほか %n 人が参加しました</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n other(s) left</source>
        <translation>
            <numerusform>%1 ほか %n 人が退出しました</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, being sent</source>
        <extracomment>%1: a whole message as a screen reader says it</extracomment>
        <translation>%1、送信中</translation>
    </message>
    <message>
        <source>%1, not sent</source>
        <translation>%1、未送信</translation>
    </message>
    <message>
        <source>%1, mentions you</source>
        <translation>%1、あなた宛て</translation>
    </message>
    <message>
        <source>%1 s</source>
        <comment>seconds</comment>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min</source>
        <comment>minutes</comment>
        <translation>%1 分</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 時間 %2 分</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <comment>days, hours</comment>
        <translation>%1 日 %2 時間</translation>
    </message>
    <message>
        <source>The server does not know what stands above: it is kept here only.</source>
        <translation>ここより上はサーバーに記録がなく、ここにだけ残っています。</translation>
    </message>
    <message>
        <source>The server has older messages; the newest %1 are kept here. The settings say how many, under History.</source>
        <extracomment>Above the oldest message. %1: a number; &quot;History&quot; is the page of the settings</extracomment>
        <translation>サーバーにはこれより前のメッセージがあります。ここに残るのは新しいほうから %1 件で、件数は設定の「履歴」で変えられます。</translation>
    </message>
    <message>
        <source>%1, may have arrived</source>
        <translation>%1、届いている可能性あり</translation>
    </message>
</context>
</TS>
