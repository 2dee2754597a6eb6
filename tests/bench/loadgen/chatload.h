// Loads of version 2: messages that are stored before they are acknowledged, rooms with members.
#pragma once

#include "tests/bench/loadgen/load.h"

namespace loadgen {

/// count publishers in ten rooms, each with some messages on their way; a message is one ack.
void runDurable(const Load &load);

/// One publisher that waits for each ack: how long that takes.
void runAck(const Load &load);

/// A room in which count messages were said: how long its answers take, to a join that wants the
/// last 50, and to a page of 300 from anywhere in it.
void runRecall(const Load &load);

/// One room with count members, one of whom talks; a message is one delivery to one of them.
void runRoom(const Load &load);

} // namespace loadgen
