// The frames of a connection, the newest last, bounded in number and in bytes. While nobody looks
// it keeps a handful, so that who opens the inspector sees what has just happened.
#pragma once

#include "app/core/inspect/frame.h"

#include <QAbstractTableModel>
#include <QTimer>

#include <deque>

namespace kodama {

/// Facts only. Rows come in batches, so that a flood costs the view one insertion per batch.
class FrameLogModel final : public QAbstractTableModel, public FrameTap
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FrameLogModel)

public:
    enum Column { TimeColumn, DirectionColumn, KindColumn, SizeColumn, ContentColumn, ColumnCount };
    enum Role {
        NumberRole = Qt::UserRole, ///< quint64, counts from the program's start
        TimeRole,                  ///< qint64, milliseconds since 1970-01-01 UTC
        DirectionRole,             ///< int(Frame::Direction)
        KindRole,                  ///< int(Frame::Kind)
        SizeRole,                  ///< qint64, bytes of the payload
        PayloadRole,               ///< QByteArray
    };

    /// What is kept: rows, and frames that wait for the next batch or for the end of a pause. A
    /// single frame is kept whatever its size.
    struct Bounds
    {
        std::size_t frames;
        qint64 bytes;
    };
    static constexpr Bounds rowBounds{8'000, qint64{12} * 1024 * 1024};
    static constexpr Bounds waitingBounds{2'000, qint64{4} * 1024 * 1024};
    static constexpr Bounds unwatchedBounds{200, qint64{512} * 1024};
    static constexpr std::chrono::milliseconds batchInterval{50};

    explicit FrameLogModel(QObject *parent = nullptr);

    void onFrame(const Frame &frame) override;

    /// Somebody looks: there are rows. Begins with the last frames; ends by keeping those only.
    void setWatched(bool isWatched);
    [[nodiscard]] bool isWatched() const { return m_isWatched; }
    /// The rows stand still; what comes meanwhile is held back, the newest of it.
    void setPaused(bool isPaused);
    [[nodiscard]] bool isPaused() const { return m_isPaused; }
    [[nodiscard]] int heldBack() const { return m_isPaused ? int(m_waiting.frames.size()) : 0; }
    /// Frames of this pause that were more than could be held back.
    [[nodiscard]] quint64 missed() const { return m_missed; }
    void clear();
    /// Hands over what waits, unless paused.
    void flush();

    [[nodiscard]] const Frame &frameAt(int row) const;
    [[nodiscard]] qint64 bytes() const { return m_rows.bytes + m_waiting.bytes; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

Q_SIGNALS:
    /// heldBack() or missed(), at most once per batch interval.
    void heldBackChanged();

private:
    struct Numbered
    {
        quint64 number = 0;
        Frame frame;
    };
    struct Ring
    {
        std::deque<Numbered> frames;
        qint64 bytes = 0;

        void push(Numbered frame);
        void pop();
        void clear();
        [[nodiscard]] std::size_t excess(const Bounds &bounds) const;
    };

    void evictRows(std::size_t coming);

    Ring m_rows;
    Ring m_waiting;
    QTimer m_batchTimer;
    quint64 m_lastNumber = 0;
    quint64 m_missed = 0;
    bool m_isWatched = false;
    bool m_isPaused = false;
};

} // namespace kodama
