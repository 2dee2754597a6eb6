// A client of a real server, for tests: waits for what comes next, with a bound.
#pragma once

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <QUrl>
#include <QWebSocket>

namespace kodama {

class TestClient final
{
public:
    explicit TestClient(const QUrl &url)
    {
        QObject::connect(&m_socket, &QWebSocket::textMessageReceived, &m_socket,
                         [this](const QString &text) { m_messages.append(text.toUtf8()); });
        m_socket.open(url);
    }
    Q_DISABLE_COPY_MOVE(TestClient)

    [[nodiscard]] QWebSocket &socket() { return m_socket; }

    void send(const QByteArray &text) { m_socket.sendTextMessage(QString::fromUtf8(text)); }

    /// The next message; empty when none comes.
    [[nodiscard]] QByteArray next()
    {
        const bool hasOne =
            QTest::qWaitFor([this] { return !m_messages.isEmpty(); }, waitMilliseconds);
        return hasOne ? m_messages.takeFirst() : QByteArray();
    }

    /// The next message of this type; others are skipped.
    [[nodiscard]] QJsonObject next(QLatin1StringView type)
    {
        for (;;) {
            const QByteArray text = next();
            const QJsonObject message = QJsonDocument::fromJson(text).object();
            if (text.isEmpty() || message[QLatin1StringView("type")].toString() == type)
                return message;
        }
    }

    /// The name that the server gave us; waits for the welcome.
    [[nodiscard]] QString welcome()
    {
        return next(QLatin1StringView("welcome"))[QLatin1StringView("client_id")].toString();
    }

    /// Whether the opening handshake succeeded.
    [[nodiscard]] bool waitForOpen()
    {
        (void)QTest::qWaitFor(
            [this] {
                return m_socket.state() == QAbstractSocket::ConnectedState ||
                       m_socket.error() != QAbstractSocket::UnknownSocketError;
            },
            waitMilliseconds);
        return m_socket.state() == QAbstractSocket::ConnectedState;
    }

    [[nodiscard]] bool waitForClose()
    {
        return QTest::qWaitFor(
            [this] { return m_socket.state() == QAbstractSocket::UnconnectedState; },
            waitMilliseconds);
    }

    [[nodiscard]] int closeCode() const { return m_socket.closeCode(); }

private:
    static constexpr int waitMilliseconds = 30'000;

    QWebSocket m_socket;
    QByteArrayList m_messages;
};

} // namespace kodama
