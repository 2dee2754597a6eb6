// What the server says of itself, in numbers one can read from across the room, and how two of
// them went in the last minutes.
#pragma once

#include "app/ui/theme.h"
#include "common/clock.h"

#include <QWidget>

#include <array>
#include <optional>

class QFrame;
class QGridLayout;
class QLabel;
class QScrollArea;
class QVBoxLayout;

namespace kodama {

class TimeChart;

/// What only some servers say; what is missing is not shown.
struct ServerFigures
{
    QString version;
    std::optional<qint64> uptimeSeconds;
    std::optional<qint64> rooms;
    std::optional<qint64> messagesPerSecond; ///< received from all clients
    std::optional<qint64> bytesPerSecond;    ///< received and sent
};

class ServerPanel final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ServerPanel)

public:
    explicit ServerPanel(const Theme &theme, QWidget *parent = nullptr);

    void setClients(std::optional<qint64> clients);
    /// As the server sent it: ISO 8601 without zone, or anything else.
    void setServerTime(const QString &time);
    /// Also a point of its chart.
    void setRoundTrip(std::optional<qint64> microseconds);
    /// The rate of messages is also a point of its chart.
    void setFigures(const ServerFigures &figures);
    void setServer(const QString &address, const QString &identity);
    /// The connection is gone: what is shown is not true any more.
    void clearValues();

    [[nodiscard]] QSize sizeHint() const override;
    /// Does not keep the window from becoming narrow: it is hidden then.
    [[nodiscard]] QSize minimumSizeHint() const override;

    /// The same in a few words, for the status bar.
    [[nodiscard]] QString summary() const;

Q_SIGNALS:
    void changed();

protected:
    void changeEvent(QEvent *event) override;

private:
    enum Value {
        Clients, // in a card, to Messages
        Rooms,
        RoundTrip,
        Messages,
        Version, // in a line
        Uptime,
        ServerTime,
        Address,
        Identity,
        ValueCount
    };

    void placeParts();
    QFrame *makeCard(Value value, const QString &name, const QString &iconName);
    void makeLabels(Value value, const QString &name);
    void addLine(QGridLayout &lines, Value value, const QString &name);
    void applyTheme();
    void showNames();
    void showValues();
    void showValue(Value value, const QString &text);

    const Theme &m_theme;
    SystemClock m_clock; // of the charts alone
    QScrollArea *m_area;
    QVBoxLayout *m_column = nullptr;
    QLabel *m_title;
    QLabel *m_traffic;
    std::array<QLabel *, ValueCount> m_icons{};
    std::array<QLabel *, ValueCount> m_names{};
    std::array<QLabel *, ValueCount> m_values{};
    std::array<QFrame *, ValueCount> m_cards{};
    TimeChart *m_roundTrips;
    TimeChart *m_rates;
    std::optional<qint64> m_clients;
    std::optional<qint64> m_roundTrip;
    ServerFigures m_figures;
    QString m_serverTime;
    QString m_address;
    QString m_identity;
};

} // namespace kodama
