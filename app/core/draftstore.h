// What was typed and not sent, by room, kept over restarts.
#pragma once

#include <QHash>
#include <QObject>
#include <QTimer>

namespace kodama {

class DraftStore final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DraftStore)

public:
    /// An INI file of its own: it is written often, and a settings file should not be.
    explicit DraftStore(const QString &path, QObject *parent = nullptr);
    ~DraftStore() override;

    /// Beside other data of the program; of a profile, if it has a name.
    [[nodiscard]] static QString defaultPath(const QString &profile);

    [[nodiscard]] QString draft(const QString &room) const { return m_drafts.value(room); }
    /// Empty text removes it. Is on the disk soon, and at the latest when this is destroyed.
    void setDraft(const QString &room, const QString &text);
    /// Now; false if that is not possible.
    bool save();

    static constexpr qsizetype longestDraft = 65'536; ///< UTF-16 units; longer ones are not kept
    static constexpr qsizetype mostDrafts = 500;
    static constexpr std::chrono::milliseconds saveDelay{1000};

private:
    QString m_path;
    QHash<QString, QString> m_drafts;
    QTimer m_saveTimer;
    bool m_isChanged = false;
};

} // namespace kodama
