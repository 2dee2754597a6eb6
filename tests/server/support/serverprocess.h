// The real program, its log and its console.
#pragma once

#include <QProcess>
#include <QRegularExpression>
#include <QTest>
#include <QUrl>

#include <csignal>
#include <functional>

namespace kodama {

class ServerProcess final
{
public:
    /// inChild runs in the new process before the program does.
    explicit ServerProcess(const QStringList &arguments, std::function<void()> inChild = {})
    {
        m_process.setChildProcessModifier([inChild = std::move(inChild)] {
            std::signal(SIGINT, SIG_DFL); // whoever runs the tests in the background ignores it
            if (inChild)
                inChild();
        });
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.remove(QStringLiteral("LANGUAGE"));
        m_process.setProcessEnvironment(environment);
        m_process.start(QStringLiteral(KODAMA_SERVER_PROGRAM), arguments);
    }
    ~ServerProcess()
    {
        if (m_process.state() == QProcess::NotRunning)
            return;
        m_process.kill();
        m_process.waitForFinished();
    }
    Q_DISABLE_COPY_MOVE(ServerProcess)

    [[nodiscard]] QProcess &process() { return m_process; }

    /// Waits until the log says that clients may come; an invalid URL if it does not.
    [[nodiscard]] QUrl waitForUrl()
    {
        static const QRegularExpression started(QStringLiteral(": (ws://\\S+)\n.* - INFO - .*\n"));
        (void)waitForLog(started);
        return QUrl(started.match(log()).captured(1));
    }

    [[nodiscard]] bool waitForLog(const QRegularExpression &expression)
    {
        return QTest::qWaitFor([&] { return log().contains(expression); }, waitMilliseconds);
    }
    [[nodiscard]] bool waitForLog(const QString &text)
    {
        return waitForLog(QRegularExpression(QRegularExpression::escape(text)));
    }

    /// All of standard error so far.
    [[nodiscard]] QString log()
    {
        m_log += m_process.readAllStandardError();
        return QString::fromUtf8(m_log);
    }

    /// Says it to the console and waits for the answer's first line.
    [[nodiscard]] QString ask(const QByteArray &line)
    {
        m_process.write(line + '\n');
        const auto hasLine = [this] { return m_process.canReadLine(); };
        if (!QTest::qWaitFor(hasLine, waitMilliseconds))
            return {};
        return QString::fromUtf8(m_process.readLine()).trimmed();
    }

    void raise(int signalNumber) { ::kill(pid_t(m_process.processId()), signalNumber); }

    [[nodiscard]] bool hasExited(int milliseconds)
    {
        return QTest::qWaitFor([this] { return m_process.state() == QProcess::NotRunning; },
                               milliseconds);
    }
    /// The exit status; -1 when it is still running or crashed.
    [[nodiscard]] int waitForExit()
    {
        const bool isNormal =
            hasExited(waitMilliseconds) && m_process.exitStatus() == QProcess::NormalExit;
        return isNormal ? m_process.exitCode() : -1;
    }

private:
    static constexpr int waitMilliseconds = 30'000;

    QProcess m_process;
    QByteArray m_log;
};

} // namespace kodama
