// Typed access to what the program remembers. A damaged or foreign value reads as the default.
#pragma once

#include "app/core/inifile.h"

#include <QLatin1StringView>
#include <QSet>
#include <QSettings>
#include <QStringList>
#include <QTimer>

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
    ~Settings();

    template <typename T>
    [[nodiscard]] T get(const Setting<T> &setting) const
    {
        const QVariant stored = value(setting.key);
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
        change(setting.key, QVariant::fromValue(value));
    }

    /// Writes to the disk now; false if that is not possible: then what is there stays whole. Done
    /// by itself soon after a change, and at the end.
    [[nodiscard]] bool save();

    static constexpr std::chrono::milliseconds saveDelay{200};

private:
    void prepare();
    [[nodiscard]] QVariant value(const QString &key) const;
    void change(const QString &key, const QVariant &value);

    QSettings m_store;       ///< what is in the file; never written through this, see inifile.h
    IniValues m_changed;     ///< by us; QSettings may not notice that the file is another one
    QSet<QString> m_unsaved; ///< keys of m_changed
    QTimer m_saveTimer;
};

inline constexpr qsizetype maxRecentServers = 10;

/// Puts a server in front of the remembered ones, once.
[[nodiscard]] QStringList withRecentServer(QStringList servers, const QString &server);

} // namespace kodama
