// A tray on the bus, as desktops of today have it: `tray_host` says "ready", then "item NAME" for
// each icon that comes. With --late-host, nobody shows what it watches before a line comes in.
#include "tests/support/traywatcher.h"

#include <QCoreApplication>
#include <QDBusConnection>
#include <QSocketNotifier>
#include <QTextStream>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

void say(const QString &line)
{
    QTextStream(stdout) << line << Qt::endl;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    kodama::TrayWatcher watcher;
    QObject::connect(&watcher, &kodama::TrayWatcher::itemCame, &application,
                     [](const QString &service) { say(u"item "_s + service); });
    watcher.hasHost = !QCoreApplication::arguments().contains(u"--late-host"_s);
    QSocketNotifier input(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&input, &QSocketNotifier::activated, &watcher, [&watcher, &input] {
        input.setEnabled(false);
        watcher.hasHost = true;
        Q_EMIT watcher.StatusNotifierHostRegistered();
    });
    QDBusConnection bus = QDBusConnection::sessionBus();
    const bool isThere = bus.registerObject(u"/StatusNotifierWatcher"_s, &watcher,
                                            QDBusConnection::ExportAllProperties |
                                                QDBusConnection::ExportAllSignals |
                                                QDBusConnection::ExportAllSlots) &&
                         bus.registerService(u"org.kde.StatusNotifierWatcher"_s);
    if (!isThere)
        return 1;
    say(u"ready"_s);
    return QCoreApplication::exec();
}
