// Starts a kodama-server on this computer for somebody who has none yet.
#pragma once

#include "app/core/connectionprobe.h"

#include <QProcess>
#include <QTimer>

namespace kodama {

class LocalServerProcess final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LocalServerProcess)

public:
    enum class Lifetime {
        WithProgram, ///< ends when this object does, or when the program dies
        Stays,       ///< goes on when the window is closed
    };
    enum class Problem {
        CannotRun, ///< the program is not there or may not be run
        PortInUse, ///< something that is no chat server has the port
        Ended,     ///< it stopped by itself; detail: what it said last
        NoAnswer,  ///< it runs, but does not answer
    };

    /// The clock must outlive this.
    explicit LocalServerProcess(const Clock &clock, QObject *parent = nullptr);
    ~LocalServerProcess() override;

    /// `kodama-server` in that folder, else in PATH; empty: there is none.
    [[nodiscard]] static QString findProgram(const QString &besideFolder);

    /// Starts `program`, which speaks the language of this one, at `url` (a loopback address with a
    /// port) and waits until it answers.
    void start(const QString &program, const QUrl &url, Lifetime lifetime);
    [[nodiscard]] bool isStarting() const { return m_isStarting; }
    [[nodiscard]] bool isRunning() const { return m_process.state() != QProcess::NotRunning; }

    static constexpr std::chrono::seconds patience{20};

Q_SIGNALS:
    void ready(const QUrl &url);
    void failed(kodama::LocalServerProcess::Problem problem, const QString &detail);

private:
    void probeSoon();
    void onFinished(int exitCode);
    void fail(Problem problem, const QString &detail = {});

    QProcess m_process;
    ConnectionProbe m_probe;
    QTimer m_again;
    QTimer m_giveUp;
    QUrl m_url;
    QByteArray m_lastWords;
    bool m_isStarting = false;
};

} // namespace kodama
