// Finds text in the rows of a log, a slice at a time, and keeps count while rows come and go.
#pragma once

#include "app/core/textsearch.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <deque>

namespace kodama {

class MessageLogModel;

/// The newest rows are searched first, so that the first results are there at once. Unsent
/// messages are not searched. Lives in the window's thread.
class LogFinder final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogFinder)

public:
    static constexpr int sliceRows = 2000; ///< searched in one turn of the event loop
    static constexpr std::size_t maxHits = 100'000;

    struct Hit
    {
        quint64 rowId = 0;
        int ordinal = 0; ///< 0: the first one in its row
    };

    explicit LogFinder(QObject *parent = nullptr);

    /// The log must outlive the finder, or be replaced before it goes; null: nothing to search.
    void setLog(MessageLogModel *log);
    /// Begins anew. What is current is the newest hit.
    void setText(const QString &text);
    [[nodiscard]] const TextSearch &search() const { return m_search; }

    [[nodiscard]] int count() const { return int(m_hits.size()); }
    /// Position of the current hit among all, the oldest is 0; -1: none is.
    [[nodiscard]] int currentNumber() const { return m_current; }
    [[nodiscard]] Hit current() const;
    [[nodiscard]] int currentRow() const;
    /// Whether older rows are still to be searched.
    [[nodiscard]] bool isSearching() const { return m_timer.isActive(); }

    void goToNewer();
    void goToOlder();

Q_SIGNALS:
    /// Number of hits, or how much is searched.
    void changed();
    /// Another hit is the current one because of a command or a new search.
    void currentChanged();

private:
    void restart();
    void searchSlice();
    void onInserted(int first, int last);
    void onAboutToBeRemoved(int first, int last);
    void searchAnew(int row);
    [[nodiscard]] std::deque<Hit> hitsIn(int row) const;
    void insertHits(const std::deque<Hit> &hits);
    void removeHits(quint64 firstId, quint64 lastId);
    void step(int by);

    QPointer<MessageLogModel> m_log;
    TextSearch m_search;
    std::deque<Hit> m_hits; // in the order of the rows
    QTimer m_timer;
    quint64 m_searchedFrom = 0; // rows with this id and greater ones are searched
    int m_current = -1;
};

} // namespace kodama
