// One window per user and profile: a second start hands its wish to the first and ends.
#pragma once

#include "app/core/commandline.h"

#include <QLocalServer>
#include <QObject>
#include <QUrl>

#include <optional>

namespace kodama {

/// What the second start asks of the first.
struct InstanceRequest
{
    std::optional<QUrl> url;      ///< connect there
    std::optional<QuietMode> dnd; ///< only that: the window stays where it is
    QString activationToken{};    ///< with which the window may come to the front; or empty
};

/// One line of text, and back. A token is a second line: who does not know it, reads the first one
/// only. Pure.
[[nodiscard]] QByteArray encodeRequest(const InstanceRequest &request);
[[nodiscard]] std::optional<InstanceRequest> decodeRequest(const QByteArray &lines);

/// The socket of a profile in XDG_RUNTIME_DIR, which nobody else may enter; without one in the
/// folder of the program's data, which is made. Empty: there is neither.
[[nodiscard]] QString instanceSocketPath(const QString &profile);

/// Hands a request to a running instance; the answer is `on`, `off` or `ok`, or nothing: none runs.
/// Waits for some seconds at most; needs a QCoreApplication.
[[nodiscard]] std::optional<QByteArray> handOver(const QString &socketPath,
                                                 const InstanceRequest &request);

class SingleInstance final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SingleInstance)

public:
    explicit SingleInstance(QObject *parent = nullptr);

    /// From now on requests arrive here. A socket that a crash left behind is replaced.
    [[nodiscard]] bool listen(const QString &socketPath);
    /// Told to whoever asks for a change of it.
    void setQuiet(bool isQuiet) { m_isQuiet = isQuiet; }

    static constexpr qsizetype longestRequestBytes = 4096;

Q_SIGNALS:
    void requested(const kodama::InstanceRequest &request);

private:
    void onNewConnection();
    void onReadyRead(QLocalSocket &socket);

    QLocalServer m_server;
    bool m_isQuiet = false;
};

} // namespace kodama
