#include "app/core/servereventrouter.h"
#include "app/ui/panelcontroller.h"
#include "app/ui/serverpanel.h"
#include "tests/app/core/chat/fakechatserver.h"
#include "tests/app/ui/uifixture.h"
#include "tests/support/manualclock.h"

#include <QLabel>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestPanelController final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void asksWhoIsThereWhenSomebodyCameOrWent()
    {
        ManualClock clock;
        ChatClient client(clock, ReconnectPolicy::never());
        MessageLogModel log;
        ServerEventRouter router(client, log, clock);
        const Theme theme(QApplication::font());
        ServerPanel panel(theme);
        const PanelController controller(client, router, panel);
        FakeChatServer server;
        const auto answer = [&server](qint64 clients) {
            CommandResponse response;
            response.command = server.next<Command>().command;
            response.data = encodeStatus({clients, u"2026-11-28T10:00:00"_s, u"0.1.0"_s, 60});
            server.send(response);
        };
        const auto *const shown = panel.findChild<QLabel *>(u"clientsValue"_s);
        client.open(server.url()); // and is welcome
        answer(1);
        WAIT_FOR_EQUAL(shown->text(), u"1"_s);
        for (const QString &nick : {u"Mika"_s, u"Jens"_s}) {
            PresenceEvent event;
            event.event = u"join"_s;
            event.room = u"lobby"_s;
            event.nick = nick;
            server.send(event);
        }
        answer(3);
        WAIT_FOR_EQUAL(shown->text(), u"3"_s);
        QVERIFY(!server.has<Command>()); // one question for both
    }
};

QTEST_MAIN(TestPanelController)
#include "tst_panelcontroller.moc"
