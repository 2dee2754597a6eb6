// Completes commands, names, rooms and emoji in the field one types into, with a list above it.
#pragma once

#include "app/core/completion.h"

#include <QObject>

class QFrame;
class QKeyEvent;

namespace kodama {

class CompletionPopup;
class MessageInput;
class Theme;

class InputCompleter final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(InputCompleter)

public:
    /// The list stands above `anchor`; all outlive the completer.
    InputCompleter(MessageInput &input, QFrame &anchor, const Theme &theme);

    /// Where names of people and rooms come from; without one there are none.
    void setSource(const CompletionSource *source) { m_source = source; }

    /// Whether the commands of rooms are among the others.
    void setOffersRoomCommands(bool offers) { m_offersRoomCommands = offers; }

    /// Changes or hides the list, for what stands before the cursor now; shows one only if that was
    /// typed since the last time.
    void update();
    /// The same, after names have come that it asked for.
    void renew();
    void hide();
    /// true: the key was for the list, or Tab completed a name.
    [[nodiscard]] bool handleKey(const QKeyEvent &event);

Q_SIGNALS:
    /// The name of a room is being written: once for each. Who can asks for what there is now.
    void roomsWanted();

private:
    struct Proposal
    {
        QString shown;
        QString explanation;
        QString written;
        QString argument = {};
    };

    [[nodiscard]] QList<Proposal> commands(const QString &prefix) const;
    [[nodiscard]] QList<Proposal> proposals(const CompletionQuery &query) const;
    void noteRoom(const std::optional<CompletionQuery> &query);
    void closeList();
    void offer(const CompletionQuery &query, const QList<Proposal> &proposals);
    [[nodiscard]] bool handleListKey(int key);
    [[nodiscard]] bool completeWord();
    void take(int row);

    MessageInput &m_input;
    QFrame &m_anchor;
    const Theme &m_theme;
    const CompletionSource *m_source = nullptr;
    CompletionPopup *m_popup = nullptr; // child of the window, made when first needed
    CompletionQuery m_query;            // what the list was made for
    QList<Proposal> m_proposals;
    bool m_offersRoomCommands = false;
    QString m_seen;          // what stood there the last time
    bool m_isWanted = false; ///< it was typed, and nothing has hidden the list since
    bool m_isAtRoom = false; ///< and has told so
};

} // namespace kodama
