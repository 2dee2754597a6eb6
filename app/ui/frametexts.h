// The frames' facts -> what the inspector's table says of them.
// Tested by tst_inspectorwindow.
#pragma once

#include "app/core/inspect/frame.h"
#include "app/ui/theme.h"

#include <QIdentityProxyModel>

namespace kodama {

/// Over a model with the columns and roles of FrameLogModel.
class FrameTexts final : public QIdentityProxyModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FrameTexts)

public:
    explicit FrameTexts(const Theme &theme, QObject *parent = nullptr);

    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

    [[nodiscard]] static QString directionText(Frame::Direction direction);
    [[nodiscard]] static QString kindText(Frame::Kind kind);
    /// "14:05:09.123"
    [[nodiscard]] static QString timeText(std::chrono::milliseconds time);
    /// "120 B", "1.2 KiB"
    [[nodiscard]] static QString sizeText(qint64 bytes);

    /// Language or look are others now.
    void refresh();

private:
    [[nodiscard]] static QString text(const QModelIndex &index);
    [[nodiscard]] QVariant look(const QModelIndex &index, int role) const;

    const Theme &m_theme;
};

/// The meaning of a close code by RFC 6455 and by ours, or who defines it; never empty.
[[nodiscard]] QString closeMeaning(quint16 code);

} // namespace kodama
