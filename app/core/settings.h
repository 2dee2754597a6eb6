// Typed access to what the program remembers. A damaged or foreign value reads as the default.
#pragma once

#include <QLatin1StringView>
#include <QSettings>
#include <QStringList>

namespace kodama {

/// A key, its type and what it is when nothing was stored, on one line (see settingkeys.h).
template <typename T>
struct Setting
{
    using Type = T;

    QLatin1StringView key;
    T fallback{};
};

class Settings final
{
    Q_DISABLE_COPY_MOVE(Settings)

public:
    /// The user's own file.
    Settings();
    /// That of another profile; empty: the usual one.
    struct Profile
    {
        QString name;
    };
    explicit Settings(const Profile &profile);
    /// Another file, for tests and portable use.
    explicit Settings(const QString &path);

    template <typename T>
    [[nodiscard]] T get(const Setting<T> &setting) const
    {
        const QVariant stored = m_store.value(setting.key);
        // An INI file holds text: "twelve" converts to no int, and then the default is meant.
        if (!stored.isValid() || !stored.canConvert<T>())
            return setting.fallback;
        QVariant converted = stored;
        return converted.convert(QMetaType::fromType<T>()) ? converted.value<T>()
                                                           : setting.fallback;
    }

    template <typename T>
    void set(const Setting<T> &setting, const T &value)
    {
        m_store.setValue(setting.key, QVariant::fromValue(value));
    }

    /// Writes to the disk now; false if that is not possible.
    [[nodiscard]] bool save();

private:
    QSettings m_store;
};

inline constexpr qsizetype maxRecentServers = 10;

/// Puts a server in front of the remembered ones, once.
[[nodiscard]] QStringList withRecentServer(QStringList servers, const QString &server);

} // namespace kodama
