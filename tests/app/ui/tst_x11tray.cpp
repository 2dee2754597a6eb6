#include "app/ui/x11tray.h"
#include "tests/app/ui/uifixture.h"

#include <QSignalSpy>

using namespace kodama;

class TestX11Tray final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    // On a real one, and when it comes: integration/test_tray.py
    void whereThereIsNoX11ThereIsNone()
    {
        X11Tray tray(test::application());
        QSignalSpy came(&tray, &X11Tray::came);
        QVERIFY(!tray.isThere());
        QByteArray event(64, 0);
        QVERIFY(!tray.nativeEventFilter("somebody else's", event.data(), nullptr));
        QCOMPARE(came.count(), 0);
    }
};

QTEST_MAIN(TestX11Tray)
#include "tst_x11tray.moc"
