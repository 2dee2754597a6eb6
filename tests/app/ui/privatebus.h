// A session bus of a test's own, so that nobody's desktop is disturbed.
#pragma once

#include <QDBusConnection>
#include <QProcess>
#include <QStandardPaths>
#include <QString>

namespace kodama::test {

class PrivateBus final
{
public:
    PrivateBus()
    {
        const QString daemon = QStandardPaths::findExecutable(QStringLiteral("dbus-daemon"));
        if (daemon.isEmpty())
            return;
        m_process.start(daemon, {QStringLiteral("--session"), QStringLiteral("--nofork"),
                                 QStringLiteral("--nopidfile"), QStringLiteral("--print-address")});
        if (m_process.waitForReadyRead(30'000))
            m_address = QString::fromUtf8(m_process.readLine()).trimmed();
    }

    ~PrivateBus()
    {
        m_process.kill();
        m_process.waitForFinished();
    }

    Q_DISABLE_COPY_MOVE(PrivateBus)

    [[nodiscard]] bool isThere() const { return !m_address.isEmpty(); }
    /// A client of it, by a name of the test's own.
    [[nodiscard]] QDBusConnection client(const QString &name) const
    {
        return QDBusConnection::connectToBus(m_address, name);
    }

private:
    QProcess m_process;
    QString m_address;
};

} // namespace kodama::test
