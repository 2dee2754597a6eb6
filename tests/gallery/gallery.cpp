// Renders pictures of the window without a display: `kodama-gallery FOLDER [NAME...]`. They are
// looked at before a change of the window is called done, and the README shows some of them.
#include "app/core/chat/chat.h"
#include "app/core/chat/roomlistmodel.h"
#include "app/core/errortext.h"
#include "app/core/language.h"
#include "app/core/messagelogmodel.h"
#include "app/ui/actionlist.h"
#include "app/ui/mainwindow.h"
#include "app/ui/memberpanel.h"
#include "app/ui/messageview.h"
#include "app/ui/namebar.h"
#include "app/ui/roomlist.h"
#include "app/ui/roomswitcher.h"
#include "app/ui/scaledstyle.h"
#include "app/ui/searchdialog.h"
#include "app/ui/serverpanel.h"
#include "app/ui/spokenlogmodel.h"
#include "app/ui/windowheader.h"
#include "tests/app/spellfiles.h"
#include "tests/gallery/dialogscenes.h"
#include "tests/gallery/inspectorscenes.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QDeadlineTimer>
#include <QDir>
#include <QLineEdit>
#include <QLocale>
#include <QPainter>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QTextStream>

#include <functional>

using namespace kodama;
using namespace Qt::StringLiterals;

namespace {

class Stage;

struct Scene
{
    QString name;
    QSize size{1000, 680};
    bool isDark = false;
    UiLanguage language = UiLanguage::English;
    double fontScale = 1.0;
    std::function<void(Stage &)> prepare;
    Density density = Density::Comfortable;
    Qt::LayoutDirection direction = Qt::LeftToRight;
};

class Stage final
{
public:
    Stage(QApplication &application, const Scene &scene, const QFont &baseFont)
        : app(application)
        , theme(scaled(baseFont, scene.fontScale))
        , spoken(log)
        , window(dressed(application, theme, scene))
    {
        window.view().setModel(&spoken);
        window.resize(scene.size);
        connectTo(u"localhost:8765"_s);
    }

    ~Stage()
    {
        window.rooms().setRooms(nullptr);
        window.members().setMembers(nullptr);
    }

    /// As on a server with rooms: the log is the one of `shown`.
    void enterRooms(const QString &shown, const QString &topic, const QString &typing = {})
    {
        rooms.setCurrent(shown);
        window.rooms().setRooms(&rooms);
        window.members().setMembers(&rooms.current()->members());
        window.setRoomsShown(true);
        window.showRoom({(shown.startsWith(u'@') ? QString() : u"#"_s) + shown, topic, typing, 3});
        ConnectionInfo info;
        info.state = ConnectionState::Connected;
        info.server = u"localhost:8765"_s;
        info.identity = u"mika"_s;
        window.showConnection(info);
    }

    /// So much is unread there, and so much of it is for us.
    void openRoom(const QString &name, int unread = 0, bool isForUs = false)
    {
        Conversation &room = rooms.open(name);
        JoinResponse entered;
        entered.room = name;
        entered.epoch = u"e"_s;
        entered.recovered = true;
        (void)room.joined(entered, {});
        for (int i = 1; i <= unread; ++i) {
            LogEntry entry;
            entry.kind = LogEntry::Kind::Chat;
            entry.sender = u"ken"_s;
            entry.offset = i;
            entry.isMention = isForUs;
            room.receive(entry);
        }
    }

    void connectTo(const QString &server)
    {
        ConnectionInfo info;
        info.state = ConnectionState::Connected;
        info.server = server;
        info.identity = u"127.0.0.1:50112"_s;
        window.showConnection(info);
        window.panel().setServer(info.server, info.identity);
        window.panel().setClients(3);
        window.panel().setRoundTrip(420);
        window.panel().setServerTime(u"2026-11-23T14:05:09.120000"_s);
        for (const qint64 rate : {4, 7, 3, 12, 9, 15, 12})
            window.panel().setFigures({u"0.1.0"_s, 273'840, 4, rate, 18'432});
    }

    void say(LogEntry::Kind kind, const QString &sender, const QString &text, bool isOwn = false,
             std::optional<qint64> number = {})
    {
        LogEntry entry;
        entry.kind = kind;
        entry.sender = sender;
        entry.text = text;
        entry.time = now;
        entry.isOwn = isOwn;
        entry.number = number;
        log.append(std::move(entry));
        now = now.addSecs(47);
    }

    void chat(const QString &sender, const QString &text)
    {
        say(LogEntry::Kind::Chat, sender, text, sender == u"127.0.0.1:50112"_s);
    }

    QApplication &app;
    Theme theme;
    MessageLogModel log;
    SpokenLogModel spoken;
    RoomListModel rooms;
    MainWindow window;
    QDateTime now = QDateTime(QDate::currentDate().addDays(-1), QTime(17, 42));

private:
    // Before the window is made, as Application does.
    static const Theme &dressed(QApplication &app, Theme &theme, const Scene &scene)
    {
        theme.setMode(scene.isDark ? ThemeMode::Dark : ThemeMode::Light);
        theme.setDensity(scene.density);
        QGuiApplication::setLayoutDirection(scene.direction);
        app.setFont(theme.baseFont());
        app.setPalette(theme.palette());
        app.setStyleSheet(theme.styleSheet());
        return theme;
    }

    static QFont scaled(QFont font, double scale)
    {
        font.setPointSizeF(font.pointSizeF() * scale);
        return font;
    }
};

const QString me = u"127.0.0.1:50112"_s;
const QString ana = u"192.168.1.24:54321"_s;
const QString ken = u"192.168.1.31:50877"_s;

void englishTalk(Stage &stage)
{
    using Kind = LogEntry::Kind;
    stage.chat(ken, u"The printer on the second floor is back."_s);
    stage.chat(me, u"Thanks! I will send the posters again."_s);
    stage.now = QDateTime(QDate::currentDate(), QTime(9, 58));
    stage.say(Kind::Welcome, me, u"Connected to the WebSocket server"_s);
    stage.say(Kind::Joined, ana, {}, false, 3);
    stage.chat(ana, u"Good morning. Did anybody look at the sensor in room 4?"_s);
    stage.chat(ana, u"It has been reporting 41.5 °C since midnight, and I do not believe it."_s);
    stage.chat(me, u"I saw it. The fan next to it is broken, so the number is right, sadly. Spare "
                   "part arrives at eleven."_s);
    stage.chat(ken, u"Notes from yesterday: https://wiki.example.org/lab/sensors?room=4"_s);
    stage.say(Kind::Notification, {}, u"The server restarts at 18:00 for an update."_s);
    stage.say(Kind::Custom, u"192.168.1.80:41200"_s,
              u"{\"type\":\"lab.temp\",\"room\":4,\"celsius\":41.5}"_s);
    stage.say(Kind::Pong, {}, u"pong"_s, false, 420);
    stage.say(Kind::Echo, me, u"is this thing on?"_s, true);
    stage.chat(me, u"Fan replaced 🎉 Watch it fall."_s);
    stage.say(Kind::Left, ken, {}, false, 2);
}

void japaneseTalk(Stage &stage)
{
    using Kind = LogEntry::Kind;
    stage.say(Kind::Welcome, me, u"WebSocketサーバーに接続しました"_s);
    stage.say(Kind::Joined, ana, {}, false, 3);
    stage.now = QDateTime(QDate::currentDate(), QTime(9, 58));
    stage.chat(ana, u"おはようございます。4号室のセンサー、誰か確認しましたか?"_s);
    stage.chat(ana, u"真夜中からずっと41.5度を示しています。ちょっと信じられません。"_s);
    stage.chat(
        me,
        u"見ました。横の換気扇が壊れているので、残念ながら値は正しいです。部品は11時に届きます。"_s);
    stage.chat(
        ken,
        u"昨日のメモはhttps://wiki.example.org/lab/sensorsにあります。よろしくお願いします。"_s);
    stage.say(Kind::Notification, {}, u"18時に更新のためサーバーを再起動します。"_s);
    stage.say(Kind::Status, {}, u"2026-11-23T14:05:09"_s, false, 3);
    stage.say(Kind::Echo, me, u"聞こえますか"_s, true);
    stage.chat(me, u"換気扇を交換しました🎉 温度が下がるはずです。"_s);
    stage.say(Kind::Left, ken, {}, false, 2);
}

void longTalk(Stage &stage)
{
    englishTalk(stage);
    stage.chat(u"a-very-long-host-name.of-a-department.example.university.ac.jp:54321"_s,
               u"A long name should be cut in its middle and never push anything aside."_s);
    stage.chat(ken, u"averyveryverylongwordwithoutanyspace"_s.repeated(8));
    stage.chat(ana, u"مرحبا بكم في كوداما، هذا نص من اليمين إلى اليسار"_s);
    stage.chat(
        ana,
        u"Zalgo: h̷̢̛e̶̡͝l̸͓̈́l̵̰̔o̶͎̊ · combining é · family 👨‍👩‍👧"_s);
    stage.chat(me, u"x"_s.repeated(1'000'000));
    stage.say(LogEntry::Kind::ServerError, {}, u"Unknown command"_s, false, 3);
    for (int i = 1; i <= 60; ++i)
        stage.chat(i % 3 ? ana : me, u"Message number %1"_s.arg(i));
    stage.window.grab();
    stage.window.view().verticalScrollBar()->setValue(
        stage.window.view().verticalScrollBar()->maximum() - 2300);
    for (int i = 0; i < 12; ++i)
        stage.chat(ken, u"And one more below"_s);
}

void reconnecting(Stage &stage)
{
    const bool isJapanese = QLocale().language() == QLocale::Japanese;
    isJapanese ? japaneseTalk(stage) : englishTalk(stage);
    ConnectionInfo info;
    info.state = ConnectionState::Reconnecting;
    info.server = u"localhost:8765"_s;
    info.problem = u"The connection to localhost:8765 was lost."_s;
    info.retryIn = std::chrono::seconds(5);
    stage.window.showConnection(info);
    stage.window.panel().clearValues();
    stage.window.composer().setText(isJapanese ? u"何が起きても、この文はここに残ります"_s
                                               : u"This text stays here, whatever happens"_s);
    stage.window.composer().showProblem(errorText(SendRefusal::NotConnected));
}

void ownServerKilled(Stage &stage)
{
    reconnecting(stage);
    ConnectionInfo info;
    info.state = ConnectionState::Reconnecting;
    info.server = u"localhost:8765"_s;
    info.problem = errorText(
        ClientError{ClientError::Kind::Refused, {}, 0, 0, {}, QUrl(u"ws://localhost:8765"_s)});
    info.retryIn = std::chrono::seconds(5);
    info.ownServer = ConnectionInfo::OwnServer::CanStartAgain;
    stage.window.showConnection(info);
}

void forgotten(Stage &stage)
{
    const bool isJapanese = QLocale().language() == QLocale::Japanese;
    isJapanese ? japaneseTalk(stage) : englishTalk(stage);
    LogEntry border;
    border.kind = LogEntry::Kind::Forgotten;
    border.time = stage.now;
    stage.log.append(std::move(border));
    stage.chat(u"ken"_s,
               isJapanese ? u"サーバーを入れ替えました。"_s : u"The server is a new one."_s);
}

void selected(Stage &stage)
{
    englishTalk(stage);
    stage.window.grab();
    const auto *model = stage.window.view().model();
    stage.window.view().selectionModel()->select(
        QItemSelection(model->index(4, 0), model->index(7, 0)), QItemSelectionModel::Select);
    stage.window.composer().setText(u"/"_s);
}

/// Everything that the log of a room can show, between ordinary messages.
void roomTalk(Stage &stage, bool hasTrouble)
{
    using Kind = LogEntry::Kind;
    const bool isJapanese = QLocale().language() == QLocale::Japanese;
    const auto text = [isJapanese](const QString &english, const QString &japanese) {
        return isJapanese ? japanese : english;
    };
    const auto put = [&stage](LogEntry entry) {
        entry.time = stage.now;
        stage.now = stage.now.addSecs(47);
        stage.log.append(std::move(entry));
    };
    const auto chat = [&put](const QString &sender, const QString &words) {
        LogEntry entry;
        entry.kind = Kind::Chat;
        entry.sender = sender;
        entry.text = words;
        entry.isOwn = sender == u"mika"_s;
        entry.offset = 1;
        entry.isMention = words.startsWith(u"@mika"_s);
        put(entry);
    };
    stage.now = QDateTime(QDate::currentDate(), QTime(9, 12));
    LogEntry gap;
    gap.kind = Kind::Gap;
    gap.offset = 41;
    if (hasTrouble)
        put(gap);
    chat(u"ken"_s, text(u"The printer is back."_s, u"プリンターが直りました。"_s));
    chat(u"mika"_s, text(u"Thanks! 🎉"_s, u"ありがとう! 🎉"_s));
    for (const QString &who : {u"aoi"_s, u"ren"_s, u"sora"_s, u"yui"_s, u"haru"_s})
        stage.say(Kind::Joined, who, {});
    stage.now = stage.now.addSecs(3 * 3600);
    chat(u"葵"_s, text(u"@mika could you look at the sensor in room 4?"_s,
                       u"@mika 4号室のセンサーを見てもらえますか?"_s));
    stage.say(Kind::Custom, u"sensor-4"_s,
              u"{\"type\":\"lab.temp\",\"room\":4,\"celsius\":41.5}"_s);
    chat(u"葵"_s, text(u"It says 41.5 °C. See http://lab.example/s?id=4"_s,
                       u"41.5度です。http://lab.example/s?id=4 を見てください。"_s));
    LogEntry action;
    action.kind = Kind::Chat;
    action.isAction = true;
    action.sender = u"ken"_s;
    action.text = text(u"runs to room 4"_s, u"は4号室へ走っていった"_s);
    put(action);
    stage.say(Kind::Topic, u"ken"_s, text(u"Sensors and printers"_s, u"センサーとプリンター"_s));
    chat(u"دانا"_s, u"مرحبا، المروحة مكسورة في الغرفة 4"_s);
    stage.log.setUnreadFrom(stage.log.rowCount() - 1);
    chat(u"mika"_s, text(u"On my way."_s, u"今行きます。"_s));
    if (!hasTrouble)
        return;
    LogEntry unsent;
    unsent.kind = Kind::Chat;
    unsent.sender = u"mika"_s;
    unsent.isOwn = true;
    unsent.messageId = u"a"_s;
    unsent.delivery = LogEntry::Delivery::Failed;
    unsent.text = text(u"I have the spare part."_s, u"部品を持っています。"_s);
    put(unsent);
    unsent.delivery = LogEntry::Delivery::Pending;
    unsent.text = text(u"Two minutes."_s, u"2分で着きます。"_s);
    put(unsent);
}

void enterLab(Stage &stage)
{
    const bool isJapanese = QLocale().language() == QLocale::Japanese;
    const QString lab = isJapanese ? u"研究室"_s : u"lab"_s;
    stage.openRoom(u"lobby"_s, 3);
    stage.openRoom(lab);
    stage.openRoom(isJapanese ? u"雑談"_s : u"music"_s, 1, true);
    stage.openRoom(isJapanese ? u"読書会"_s : u"books"_s, 128);
    stage.openRoom(u"@葵"_s, 2);
    stage.openRoom(u"@ken"_s);
    stage.rooms.find(lab)->members().setMembers({{u"葵"_s, {}},
                                                 {u"haru"_s, u"lunch"_s},
                                                 {u"ken"_s, {}},
                                                 {u"mika"_s, {}},
                                                 {u"دانا"_s, {}},
                                                 {u"sora"_s, {}},
                                                 {u"yui-with-a-rather-long-name"_s, QString()}});
    stage.enterRooms(lab, isJapanese ? u"センサーとプリンター https://wiki.example.org/lab"_s
                                     : u"Sensors and printers https://wiki.example.org/lab"_s);
}

/// A morning of two people, as the pictures of other programs show it, too.
void morning(Stage &stage)
{
    using Kind = LogEntry::Kind;
    const auto chat = [&stage](const QString &who, const QString &words) {
        LogEntry entry;
        entry.kind = Kind::Chat;
        entry.sender = who;
        entry.text = words;
        entry.time = stage.now;
        entry.offset = 1;
        entry.isMention = words.startsWith(u"mika"_s);
        stage.now = stage.now.addSecs(9);
        stage.log.append(std::move(entry));
    };
    stage.now = QDateTime(QDate::currentDate(), QTime(9, 12));
    chat(u"aoi"_s, u"It has been reporting 41.5 °C since midnight, and I do not believe it."_s);
    chat(u"ken"_s,
         u"I saw it. The fan next to it is broken, so the number is right, sadly. A spare "
         "part arrives at eleven, and until then somebody should keep the door open and "
         "look in from time to time; the server in the corner switches itself off at 45 "
         "degrees, which nobody wants to happen again before the weekend."_s);
    chat(u"ken"_s, u"Notes from yesterday: https://wiki.example.org/lab/sensors?room=4"_s);
    chat(u"aoi"_s, u"ありがとうございます。昨日のメモを読みました。よろしくお願いします。"_s);
    chat(u"ken"_s, u"4号室の換気扇を交換しました🎉 温度が下がるはずです。"_s);
    chat(u"aoi"_s, u"👍🎉"_s);
    for (const QString &who : {u"ren"_s, u"sora"_s, u"yui"_s, u"haru"_s})
        stage.say(Kind::Joined, who, {});
    chat(u"aoi"_s, u"mika: could you look at it, too?"_s);
    for (int degrees = 39; degrees > 30; degrees -= 3) {
        chat(u"ken"_s, u"Watch it fall."_s);
        chat(u"ken"_s, u"And again, slowly."_s);
        chat(u"aoi"_s, u"Now it says %1 degrees."_s.arg(degrees));
    }
    enterLab(stage);
}

void compactMorning(Stage &stage)
{
    stage.theme.setDensity(Density::Compact);
    stage.app.setStyleSheet(stage.theme.styleSheet());
    morning(stage);
}

void trouble(Stage &stage)
{
    roomTalk(stage, true);
}

void rooms(Stage &stage)
{
    roomTalk(stage, false);
    enterLab(stage);
}

void roomsWithTrouble(Stage &stage)
{
    roomTalk(stage, true);
    stage.openRoom(u"a-room-with-a-really-long-name"_s, 7);
    enterLab(stage);
}

void emptyRoom(Stage &stage)
{
    stage.openRoom(u"lobby"_s);
    stage.rooms.find(u"lobby"_s)->members().setMembers({{u"mika"_s, {}}});
    stage.enterRooms(u"lobby"_s, {}, u"葵 is writing…"_s);
    stage.window.view().setEmptyHint(u"What you write below goes to everybody in #lobby."_s);
}

void switching(Stage &stage)
{
    rooms(stage);
    auto *switcher = new RoomSwitcher(stage.theme, &stage.window);
    switcher->setWindowFlags(Qt::Widget); // so that it is part of the picture
    switcher->setAutoFillBackground(true);
    const bool isJapanese = QLocale().language() == QLocale::Japanese;
    switcher->setPlaces(
        {{u"lobby"_s, {}, 3, 0, true},
         {isJapanese ? u"研究室"_s : u"lab"_s,
          isJapanese ? u"センサーとプリンター"_s : u"Sensors and printers"_s, 0, 0, true},
         {u"@葵"_s, {}, 2, 2, true},
         {u"@ken"_s, {}, 0, 0, true},
         {u"garden"_s, isJapanese ? u"4 人"_s : u"4 there"_s, 0, 0, false}});
    switcher->resize(std::min(switcher->width(), stage.window.width() - 40), switcher->height());
    switcher->move((stage.window.width() - switcher->width()) / 2, 90);
    switcher->show();
}

void guest(Stage &stage)
{
    rooms(stage);
    stage.window.nameBar().ask(u"guest-3"_s, u"mika"_s);
}

void finding(Stage &stage)
{
    roomTalk(stage, true);
    stage.window.show();
    stage.window.action(ActionId::Find).trigger();
    const bool isJapanese = QLocale().language() == QLocale::Japanese;
    stage.window.findChild<QLineEdit *>(u"findField"_s)
        ->setText(isJapanese ? u"ｾﾝｻ"_s : u"room 4"_s);
}

void nothing(Stage & /*stage*/) {}

QList<Scene> scenes()
{
    return {
        {u"empty"_s, {1000, 680}, false, UiLanguage::English, 1.0, nothing},
        {u"version1-en-light"_s, {1000, 680}, false, UiLanguage::English, 1.0, englishTalk},
        {u"version1-en-dark"_s, {1000, 680}, true, UiLanguage::English, 1.0, englishTalk},
        {u"version1-ja-light"_s, {1000, 680}, false, UiLanguage::Japanese, 1.0, japaneseTalk},
        {u"version1-ja-dark"_s, {1000, 680}, true, UiLanguage::Japanese, 1.0, japaneseTalk},
        {u"room-en-light"_s, {1000, 800}, false, UiLanguage::English, 1.0, trouble},
        {u"room-en-dark"_s, {1000, 800}, true, UiLanguage::English, 1.0, trouble},
        {u"room-ja-light"_s, {1000, 800}, false, UiLanguage::Japanese, 1.0, trouble},
        {u"room-ja-dark-narrow"_s, {400, 980}, true, UiLanguage::Japanese, 1.0, trouble},
        {u"room-large"_s, {1400, 1600}, false, UiLanguage::English, 2.0, trouble},
        {u"window-en-light"_s, {1000, 680}, false, UiLanguage::English, 1.0, rooms},
        {u"window-en-dark"_s, {1000, 680}, true, UiLanguage::English, 1.0, rooms},
        {u"window-ja-light"_s, {1000, 680}, false, UiLanguage::Japanese, 1.0, rooms},
        {u"window-ja-dark"_s, {1000, 680}, true, UiLanguage::Japanese, 1.0, rooms},
        {u"morning"_s, {1000, 680}, false, UiLanguage::English, 1.0, morning},
        {u"morning-compact"_s, {1000, 680}, true, UiLanguage::English, 1.0, compactMorning},
        {u"rooms-wide"_s, {1500, 800}, false, UiLanguage::English, 1.0, roomsWithTrouble},
        {u"rooms-narrow"_s, {400, 680}, false, UiLanguage::English, 1.0, rooms},
        {u"rooms-large"_s, {1400, 1000}, true, UiLanguage::Japanese, 2.0, rooms},
        {u"rooms-small"_s, {800, 560}, false, UiLanguage::English, 0.8, rooms},
        {u"rooms-empty"_s, {1000, 680}, false, UiLanguage::English, 1.0, emptyRoom},
        {u"switcher-en-light"_s, {1000, 680}, false, UiLanguage::English, 1.0, switching},
        {u"switcher-ja-dark-narrow"_s, {400, 680}, true, UiLanguage::Japanese, 1.0, switching},
        {u"find-en-light"_s, {1000, 680}, false, UiLanguage::English, 1.0, finding},
        {u"find-ja-dark-narrow"_s, {400, 680}, true, UiLanguage::Japanese, 1.0, finding},
        {u"long"_s, {1000, 760}, false, UiLanguage::English, 1.0, longTalk},
        {u"reconnecting"_s, {1000, 680}, false, UiLanguage::English, 1.0, reconnecting},
        {u"reconnecting-dark-narrow"_s, {400, 680}, true, UiLanguage::English, 1.0, reconnecting},
        {u"own-server-en-light"_s, {1000, 680}, false, UiLanguage::English, 1.0, ownServerKilled},
        {u"own-server-ja-dark-narrow"_s,
         {400, 680},
         true,
         UiLanguage::Japanese,
         1.0,
         ownServerKilled},
        {u"forgotten-en-light"_s, {1000, 680}, false, UiLanguage::English, 1.0, forgotten},
        {u"forgotten-ja-dark-narrow"_s, {400, 680}, true, UiLanguage::Japanese, 1.0, forgotten},
        {u"selected"_s, {1000, 680}, true, UiLanguage::English, 1.0, selected},
        {u"narrow"_s, {400, 680}, false, UiLanguage::English, 1.0, englishTalk},
        {u"narrow-ja"_s, {400, 680}, false, UiLanguage::Japanese, 1.0, japaneseTalk},
        {u"large"_s, {1400, 1000}, false, UiLanguage::English, 2.0, englishTalk},
        {u"wide"_s, {1800, 800}, true, UiLanguage::English, 1.0, englishTalk},
        {u"guest-en-light"_s, {1000, 680}, false, UiLanguage::English, 1.0, guest},
        {u"guest-ja-dark-narrow"_s, {400, 680}, true, UiLanguage::Japanese, 1.0, guest},
        {u"huge-en-light"_s, {2100, 1500}, false, UiLanguage::English, 3.0, rooms},
        {u"huge-ja-dark-narrow"_s, {1200, 1500}, true, UiLanguage::Japanese, 3.0, trouble},
        {u"compact-en-light"_s,
         {1000, 680},
         false,
         UiLanguage::English,
         1.0,
         rooms,
         Density::Compact},
        {u"compact-ja-dark"_s,
         {1000, 680},
         true,
         UiLanguage::Japanese,
         1.0,
         rooms,
         Density::Compact},
        {u"right-to-left"_s,
         {1300, 800},
         false,
         UiLanguage::English,
         1.0,
         roomsWithTrouble,
         Density::Comfortable,
         Qt::RightToLeft},
        {u"right-to-left-dark-narrow"_s,
         {400, 800},
         true,
         UiLanguage::English,
         1.0,
         trouble,
         Density::Comfortable,
         Qt::RightToLeft},
    };
}

/// The menu of a misspelt word, on top of its window.
void saveSpelling(QApplication &app, const QFont &font, const QDir &folder, const Scene &scene)
{
    Stage stage(app, scene, font);
    const SpellFiles files;
    files.write(u"en"_s, {"Could", "somebody", "check", "the", "sensor", "censor", "tensor"});
    SpellDictionary dictionary(files.places(), {u"en"_s});
    stage.window.composer().setSpellDictionary(&dictionary);
    stage.window.setAttribute(Qt::WA_DontShowOnScreen);
    stage.window.show();
    rooms(stage);
    auto *input = stage.window.findChild<QPlainTextEdit *>(u"input"_s);
    input->setPlainText(u"Could somebody check the sensro 4"_s);
    input->moveCursor(QTextCursor::End);
    QTextCursor cursor = input->textCursor();
    cursor.movePosition(QTextCursor::PreviousWord, QTextCursor::MoveAnchor, 2);
    input->setTextCursor(cursor);
    QContextMenuEvent wanted(QContextMenuEvent::Keyboard, input->rect().center(), {});
    QCoreApplication::sendEvent(input, &wanted);
    QWidget *menu = QApplication::activePopupWidget();
    if (menu == nullptr)
        return;
    QPixmap picture = stage.window.grab();
    QPainter painter(&picture);
    const QPoint at = input->mapTo(&stage.window, input->cursorRect().topLeft());
    painter.drawPixmap(at - QPoint(0, menu->height()), menu->grab());
    painter.end();
    menu->close();
    const QString path = folder.filePath(scene.name + u".png"_s);
    if (picture.save(path))
        QTextStream(stdout) << path << '\n';
    stage.window.composer().setSpellDictionary(nullptr);
}

void saveSearch(QApplication &app, const QFont &font, const QDir &folder, const Scene &scene)
{
    Stage stage(app, scene, font);
    roomTalk(stage, false);
    const SystemClock clock;
    ChatClient client(clock, ReconnectPolicy::withSystemRandom());
    Chat chat(client, clock, QString());
    HistorySearch search(chat, stage.log);
    SearchDialog dialog(stage.theme, search);
    dialog.setAttribute(Qt::WA_DontShowOnScreen);
    dialog.open(scene.language == UiLanguage::Japanese ? u"ｾﾝｻ"_s : u"room 4"_s);
    search.start(parseSearchQuery(dialog.findChild<QLineEdit *>(u"searchEdit"_s)->text()));
    while (search.state() == HistorySearch::State::Here)
        QApplication::processEvents();
    const QDeadlineTimer faded(std::chrono::milliseconds(400)); // in: the button in the field
    while (!faded.hasExpired())
        QApplication::processEvents();
    save(dialog, folder, scene.name);
}

void saveInspector(QApplication &app, const QFont &font, const QDir &folder, const Scene &scene)
{
    Stage stage(app, scene, font);
    constexpr int pages = 4;
    for (int page = 0; page < pages; ++page) {
        InspectorStage inspector(stage.theme, stage.window.actions(), page);
        inspector.window.resize(scene.size);
        save(inspector.window, folder, u"%1-%2"_s.arg(scene.name).arg(page));
    }
}

void saveInspectors(QApplication &app, const QFont &font, const QDir &folder,
                    Translations &translations)
{
    for (const Scene &scene : QList<Scene>{
             {u"inspector-en-light"_s, {1060, 720}, false, UiLanguage::English, 1.0, nothing},
             {u"inspector-ja-dark"_s, {1060, 720}, true, UiLanguage::Japanese, 1.0, nothing},
             {u"inspector-narrow"_s, {420, 860}, false, UiLanguage::Japanese, 1.0, nothing},
             {u"inspector-large"_s, {1700, 1200}, true, UiLanguage::English, 2.0, nothing}}) {
        translations.setLanguage(scene.language);
        QLocale::setDefault(scene.language == UiLanguage::Japanese ? QLocale(u"ja_JP"_s)
                                                                   : QLocale(u"en_GB"_s));
        saveInspector(app, font, folder, scene);
    }
    translations.setLanguage(UiLanguage::Japanese);
    QLocale::setDefault(QLocale(u"ja_JP"_s));
    saveSearch(app, font, folder,
               {u"search-ja-dark"_s, {700, 560}, true, UiLanguage::Japanese, 1.0, nothing});
    translations.setLanguage(UiLanguage::English);
    QLocale::setDefault(QLocale(u"en_GB"_s));
    saveSearch(app, font, folder,
               {u"search-en-light"_s, {700, 560}, false, UiLanguage::English, 1.0, nothing});
}

/// One theme for each language is enough.
void saveLargeDialogs(QApplication &app, const QFont &font, const QDir &folder, UiLanguage language)
{
    const bool isJapanese = language == UiLanguage::Japanese;
    QLocale::setDefault(QLocale(isJapanese ? u"ja_JP"_s : u"en_GB"_s));
    Scene scene;
    scene.isDark = isJapanese;
    scene.fontScale = 2.0;
    Stage stage(app, scene, font);
    const QString suffix = isJapanese ? u"-ja-dark-large"_s : u"-large"_s;
    saveDialogs({stage.theme, stage.window.actions(), folder, suffix});
    app.setFont(font);
    saveQuestions(app, {language, isJapanese, 200}, folder, suffix);
}

} // namespace

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    QApplication::setStyle(new ScaledStyle);
    QStringList wanted = QApplication::arguments().mid(1);
    const QDir folder(wanted.isEmpty() ? u"."_s : wanted.takeFirst());
    folder.mkpath(u"."_s);
    QFont systemFont = QApplication::font();
    systemFont.setPointSize(10);
    const QFont font = Theme::preferredFont(systemFont);
    Translations translations;
    for (const Scene &scene : scenes()) {
        if (!wanted.isEmpty() && !wanted.contains(scene.name))
            continue;
        translations.setLanguage(scene.language);
        QLocale::setDefault(scene.language == UiLanguage::Japanese ? QLocale(u"ja_JP"_s)
                                                                   : QLocale(u"en_GB"_s));
        Stage stage(app, scene, font);
        stage.window.setAttribute(Qt::WA_DontShowOnScreen);
        stage.window.show();
        scene.prepare(stage);
        save(stage.window, folder, scene.name);
    }
    if (wanted.isEmpty() || wanted.contains(u"inspector"_s))
        saveInspectors(app, font, folder, translations);
    if (wanted.isEmpty() || wanted.contains(u"spelling"_s)) {
        translations.setLanguage(UiLanguage::Japanese);
        QLocale::setDefault(QLocale(u"ja_JP"_s));
        saveSpelling(app, font, folder,
                     {u"spelling-ja-dark"_s, {1000, 680}, true, UiLanguage::Japanese, 1.0, {}});
    }
    translations.setLanguage(UiLanguage::English);
    if (wanted.isEmpty() || wanted.contains(u"spelling"_s)) {
        QLocale::setDefault(QLocale(u"en_GB"_s));
        saveSpelling(app, font, folder,
                     {u"spelling-en-light"_s, {1000, 680}, false, UiLanguage::English, 1.0, {}});
    }
    if (!wanted.isEmpty() && !wanted.contains(u"dialogs"_s))
        return 0;
    for (const UiLanguage language : {UiLanguage::English, UiLanguage::Japanese}) {
        translations.setLanguage(language);
        saveLargeDialogs(app, font, folder, language);
        const bool isJapanese = language == UiLanguage::Japanese;
        QLocale::setDefault(QLocale(isJapanese ? u"ja_JP"_s : u"en_GB"_s));
        for (const bool isDark : {false, true}) {
            Scene scene;
            scene.isDark = isDark;
            Stage stage(app, scene, font);
            const QString suffix =
                (isJapanese ? u"-ja"_s : QString()) + (isDark ? u"-dark"_s : QString());
            saveDialogs({stage.theme, stage.window.actions(), folder, suffix});
            saveQuestions(app, {language, isDark, 100}, folder, suffix);
        }
    }
    return 0;
}
