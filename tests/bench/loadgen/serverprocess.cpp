#include "tests/bench/loadgen/serverprocess.h"

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

namespace loadgen {

std::chrono::nanoseconds cpuTime(pid_t process)
{
    long long total = 0;
    const std::string tasks = "/proc/" + std::to_string(process) + "/task";
    for (const auto &task : std::filesystem::directory_iterator(tasks)) {
        long long onCpu = 0;
        std::ifstream(task.path() / "schedstat") >> onCpu;
        total += onCpu;
    }
    return std::chrono::nanoseconds{total};
}

long long privateBytes(pid_t process)
{
    std::ifstream status("/proc/" + std::to_string(process) + "/status");
    for (std::string word; status >> word;) {
        long long kibibytes = 0;
        if (word == "RssAnon:" && status >> kibibytes)
            return kibibytes * 1024;
    }
    throw std::runtime_error("no RssAnon for process " + std::to_string(process));
}

} // namespace loadgen
