// Where lines of text go. An interface, so that tests read them and the terminal prints them above
// what is being typed.
#pragma once

#include <QString>

namespace kodama {

class LineOutput
{
public:
    virtual ~LineOutput() = default;
    /// One line, without its end.
    virtual void print(const QString &line) = 0;
    virtual void printError(const QString &line) = 0;
};

/// Standard output and standard error, in UTF-8, each line written at once.
class StandardOutput final : public LineOutput
{
public:
    void print(const QString &line) override;
    void printError(const QString &line) override;

    /// Standard output did not take everything; standard error was told at the first time.
    [[nodiscard]] bool hasFailed() const { return m_hasFailed; }

private:
    bool m_hasFailed = false;
};

/// The peers' text as it may go to a terminal: line ends become visible, other control characters
/// (escape sequences!) and direction overrides become U+FFFD.
[[nodiscard]] QString printable(const QString &text);

} // namespace kodama
