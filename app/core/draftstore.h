// What was typed and not sent, by room, kept over restarts.
#pragma once

#include <QHash>
#include <QObject>
#include <QSet>
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
    /// Empty text removes it. Is on the disk soon, and at the latest when this is destroyed; what
    /// another window of the same profile wrote there meanwhile stays.
    void setDraft(const QString &room, const QString &text);
    /// Now; false if that is not possible.
    bool save();

    /// UTF-16 units: what a message may have. Longer ones do not survive the program.
    static constexpr qsizetype longestDraft = qsizetype{1024} * 1024;
    static constexpr int mostDrafts = 5000; ///< that are read from the file
    static constexpr std::chrono::milliseconds saveDelay{1000};

private:
    using Drafts = QHash<QString, QString>;
    [[nodiscard]] Drafts read() const;
    [[nodiscard]] bool write(const Drafts &drafts) const;

    QString m_path;
    Drafts m_drafts;
    QSet<QString> m_changed; ///< rooms whose draft in the file is another one
    QTimer m_saveTimer;
};

} // namespace kodama
