// Says what became of the connection when there is none, and offers what one can do about it.
#pragma once

#include "app/core/connectionstate.h"
#include "app/ui/theme.h"

#include <QWidget>

#include <chrono>

class QBoxLayout;
class QLabel;
class QPushButton;

namespace kodama {

/// What is known about the connection, in values for people.
struct ConnectionInfo
{
    ConnectionState state = ConnectionState::Disconnected;
    QString server;                       ///< `localhost:8765`; empty: none was chosen yet
    QString identity;                     ///< our id on the server, once it told
    QString problem;                      ///< why there is no connection: a sentence, or empty
    std::chrono::milliseconds retryIn{0}; ///< while Reconnecting: zero, it tries now

    /// Whether it would help to run a server on this computer.
    enum class OwnServer { NoHelp, CanStart, CanStartAgain, Starting };
    OwnServer ownServer = OwnServer::NoHelp;
};

class ConnectionBanner final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ConnectionBanner)

public:
    explicit ConnectionBanner(const Theme &theme, QWidget *parent = nullptr);

    /// Hides itself when connected.
    void showInfo(const ConnectionInfo &info);

Q_SIGNALS:
    /// What became of the connection is something else now; never that it is some seconds later.
    void stateTold(const QString &sentence);
    void reconnectRequested();
    void chooseServerRequested();
    void disconnectRequested();
    void ownServerWanted();

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void showCurrent();
    [[nodiscard]] QString sentence() const;
    [[nodiscard]] QString toldSentence() const;
    [[nodiscard]] QString tone() const;

    const Theme &m_theme;
    ConnectionInfo m_info;
    QString m_told;
    QLabel *m_icon;
    QLabel *m_text;
    QBoxLayout *m_row;
    QPushButton *m_retry;
    QPushButton *m_choose;
    QPushButton *m_stop;
    QPushButton *m_start;
};

} // namespace kodama
