// What the kernel knows about the server's process: processor time and memory.
#pragma once

#include <chrono>
#include <sys/types.h>

namespace loadgen {

/// Time on a processor, all threads together (/proc/PID/task/*/schedstat).
std::chrono::nanoseconds cpuTime(pid_t process);

/// Memory of its own in bytes: RssAnon in /proc/PID/status.
long long privateBytes(pid_t process);

} // namespace loadgen
