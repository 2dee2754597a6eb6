// A session bus of a test's own, so that nobody's desktop is disturbed.
#pragma once

#include <QProcess>
#include <QStandardPaths>
#include <QString>

namespace kodama::test {

class PrivateBus final
{
public:
    /// Where that is not possible, address() is empty.
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

    [[nodiscard]] const QString &address() const { return m_address; }

private:
    QProcess m_process;
    QString m_address;
};

} // namespace kodama::test
