// The facts of the connection, or of how the last one ended.
#pragma once

#include "app/core/clienterror.h"
#include "app/core/connectionstate.h"
#include "app/core/inspect/connectionfacts.h"
#include "app/ui/theme.h"

#include <QDateTime>
#include <QScrollArea>

#include <array>
#include <optional>

class QLabel;

namespace kodama {

struct ConnectionReport
{
    ConnectionState state = ConnectionState::Disconnected;
    ConnectionFacts facts;          ///< of the connection that is there, or was there last
    QDateTime since;                ///< when it was opened
    std::optional<qint64> protocol; ///< of Kodama; nothing: the server has not said `welcome`
    QString server;                 ///< the program, as it names itself
    std::optional<ClientError> end; ///< why the last one ended, unless we closed it
    bool isClosedByUs = false;
};

class ConnectionSheet final : public QScrollArea
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ConnectionSheet)

public:
    explicit ConnectionSheet(const Theme &theme, QWidget *parent = nullptr);

    void showReport(const ConnectionReport &report);
    void retranslate();

private:
    enum Row {
        State,
        Address,
        Peer,
        Local,
        Since,
        Encryption,
        WebSocket,
        Protocol,
        Server,
        Subprotocol,
        End,
        RowCount
    };

    void setText(Row row, const QString &text);
    [[nodiscard]] QString stateLine() const;
    [[nodiscard]] QString protocolLine() const;
    [[nodiscard]] QString endLine() const;
    void applyTheme();

    const Theme &m_theme;
    ConnectionReport m_report;
    std::array<QLabel *, RowCount> m_names{};
    std::array<QLabel *, RowCount> m_values{};
};

} // namespace kodama
