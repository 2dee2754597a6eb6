#include "app/core/activationtoken.h"

#include <algorithm>

namespace kodama {
namespace {

constexpr auto tokenVariable = "XDG_ACTIVATION_TOKEN";
constexpr qsizetype longestToken = 512; // characters; real ones have about 100

} // namespace

QString activationToken(const QString &text)
{
    // Some desktops put the program's name into it, with its blanks and in any language.
    const bool isToken =
        text.size() <= longestToken &&
        std::all_of(text.cbegin(), text.cend(), [](QChar one) { return one.isPrint(); });
    return isToken ? text : QString();
}

QString takeActivationToken()
{
    const QString token = activationToken(qEnvironmentVariable(tokenVariable));
    qunsetenv(tokenVariable);
    return token;
}

void offerActivationToken(const QString &token)
{
    if (!token.isEmpty())
        qputenv(tokenVariable, token.toLocal8Bit());
}

} // namespace kodama
