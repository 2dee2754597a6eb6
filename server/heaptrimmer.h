// Gives memory back to the system once many clients have come or gone: malloc keeps what lies
// between the pieces that are still in use, after 10,000 handshakes a third of all that it has.
#pragma once

#include "server/population.h"

#include <QTimer>

#include <chrono>
#include <functional>

namespace kodama {

class HeapTrimmer final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HeapTrimmer)

public:
    using Trim = std::function<void()>;

    /// malloc_trim() where there is one: threads that allocate may have to wait for it.
    static void trimHeap();

    /// Looks at the population once in an interval. It must live longer.
    explicit HeapTrimmer(const Population &population, Trim trim = trimHeap,
                         std::chrono::milliseconds interval = std::chrono::seconds{1});

    /// Somebody comes. With many it begins to look, until few are left.
    void onClient();

private:
    void look();

    const Population &m_population;
    const Trim m_trim;
    QTimer m_timer;
    qint64 m_came = 0;    ///< while nobody looked
    qint64 m_before = 0;  ///< clients when it last looked
    qint64 m_trimmed = 0; ///< clients when it last trimmed
};

} // namespace kodama
