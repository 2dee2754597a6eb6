// What the server says of itself, in numbers one can read from across the room.
#pragma once

#include "app/ui/theme.h"

#include <QWidget>

#include <array>
#include <optional>

class QLabel;

namespace kodama {

class ServerPanel final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ServerPanel)

public:
    explicit ServerPanel(const Theme &theme, QWidget *parent = nullptr);

    void setClients(std::optional<qint64> clients);
    /// As the server sent it: ISO 8601 without zone, or anything else.
    void setServerTime(const QString &time);
    void setRoundTrip(std::optional<qint64> microseconds);
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
    enum Card { Clients, RoundTrip, ServerTime, Address, Identity, CardCount };

    void addCard(Card card, const QString &name, const QString &iconName);
    void showValues();

    const Theme &m_theme;
    std::array<QLabel *, CardCount> m_icons{};
    std::array<QLabel *, CardCount> m_captions{};
    std::array<QLabel *, CardCount> m_values{};
    QLabel *m_title;
    std::optional<qint64> m_clients;
    std::optional<qint64> m_roundTrip;
    QString m_serverTime;
    QString m_address;
    QString m_identity;
};

} // namespace kodama
