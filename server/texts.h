// Everything the server says to people, in Japanese and English: one row per text, picked by an
// enum, so that no sentence is spelt anywhere else. Programs compare codes, never these.
#pragma once

#include <QString>

#include <optional>

namespace kodama {

enum class Language { Japanese, English };

/// `ja` and `en`; nothing else.
[[nodiscard]] std::optional<Language> languageFromCode(QStringView code);

/// Japanese if that is what the user's locale prefers, else English.
[[nodiscard]] Language systemLanguage();

/// Names of texts. `%1`, `%2` in a text are filled in by the caller.
enum class Text {
    // To clients
    Welcome,
    InvalidJson,
    BadRequest,
    UnknownCommand,
    HelloFirst,
    InternalError,
    Heartbeat,
    ShuttingDownReason,
    KickedReason,
    UnknownRoom,
    NickInUse,
    BadNick,
    NoSuchUser,
    TooLarge,
    RateLimited,
    StoreUnavailable,
    IdUsedElsewhere,
    TooManyRooms,
    HelloTwice,
    BadRoomName,
    BeforeOrAfter,
    NotInRoom,
    StoreRenewedReason,
    TryLaterReason,
    // Log
    Starting,
    AdminPages,
    Started,
    FewDescriptors,
    ClientConnected,
    ClientDisconnected,
    Refused,
    RefusedSilently,
    RefusedMore,
    MessageReceived,
    MessageRefused,
    RateLimitHit,
    RoomsUsedUp,
    Stopping,
    StoppingAborted,
    Stopped,
    LogLinesDropped,
    PortInUse,
    PortInUseBy,
    PortTwice,
    HostNotFound,
    AddressNotOurs,
    ListenNotPermitted,
    ListenFailed,
    PathInUse,
    PathTaken,
    PathFailed,
    NoActivatedSocket,
    TlsPortNotActivated,
    CertificateLoaded,
    CertificateExpired,
    CertificateKept,
    TlsCannotRead,
    TlsNoCertificate,
    TlsNoKey,
    TlsEncryptedKey,
    TlsMismatch,
    TlsRefused,
    // Command line
    UnknownOption,
    MissingValue,
    UnexpectedValue,
    UnexpectedArgument,
    BadHost,
    BadPort,
    BadUnixSocket,
    BadTrustedProxy,
    NowhereToListen,
    BadTlsPort,
    BadAdminPort,
    BadAdminHost,
    AdminHostAlone,
    IncompleteTls,
    BadLanguage,
    BadLogLevel,
    BadHeartbeat,
    BadThreads,
    BadBound,
    BadOrigin,
    BadAllowedHost,
    Help,
    OutputFailed,
    // Operator's console
    ConsoleHelp,
    ConsoleCount,
    ConsoleNoClients,
    ConsoleNotified,
    ConsoleSent,
    ConsoleKicked,
    ConsoleNoSuchClient,
    ConsoleNotifyUsage,
    ConsoleSendUsage,
    ConsoleKickUsage,
    ConsoleNoArguments,
    ConsoleUnknown,
    ConsoleLineTooLong,
    ConsoleQuit,
};

/// The texts of one language. Cheap to copy; callable from any thread.
class Texts final
{
public:
    explicit Texts(Language language)
        : m_language(language)
    {}

    [[nodiscard]] Language language() const { return m_language; }

    /// No copy is made: the text is static data.
    [[nodiscard]] QString operator()(Text text) const;

private:
    Language m_language;
};

} // namespace kodama
