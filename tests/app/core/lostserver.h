// A client whose server went away.
#pragma once

#include "rawserver.h"

#include "app/core/chatclient.h"

#include <QSignalSpy>
#include <QTest>

namespace kodama {

/// Connects, then takes the server away until the next attempt is a long time off. Whether that
/// worked: QTest::currentTestFailed().
inline void connectAndLose(ChatClient &client, RawServer &server)
{
    constexpr int longestWaitMs = 30'000;
    client.open(server.url());
    QTRY_VERIFY_WITH_TIMEOUT(client.isConnected(), longestWaitMs);
    server.stopListening();
    server.cut();
    // Each attempt fails and the next one is later.
    QSignalSpy scheduled(&client, &ChatClient::retryScheduled);
    QTRY_VERIFY_WITH_TIMEOUT(scheduled.count() >= 3, longestWaitMs);
}

} // namespace kodama
