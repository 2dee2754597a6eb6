#include "app/core/connectionstate.h"

#include <QTest>

using namespace kodama;

class TestConnectionState : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void allowsExactlyTheseTransitions();
};

void TestConnectionState::allowsExactlyTheseTransitions()
{
    using State = ConnectionState;
    constexpr std::array states{State::Disconnected, State::Connecting, State::Connected,
                                State::Reconnecting, State::Failed};
    // Row: from; column: to; in the order of `states`.
    constexpr bool allowed[5][5] = {
        {false, true, false, false, false}, // Disconnected
        {true, false, true, true, true},    // Connecting
        {true, false, false, true, true},   // Connected
        {true, false, true, false, true},   // Reconnecting
        {true, true, false, false, false},  // Failed
    };
    for (std::size_t from = 0; from < states.size(); ++from) {
        for (std::size_t to = 0; to < states.size(); ++to)
            QCOMPARE(isAllowedTransition(states[from], states[to]), allowed[from][to]);
    }
}

QTEST_GUILESS_MAIN(TestConnectionState)
#include "tst_connectionstate.moc"
