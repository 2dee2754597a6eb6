// One frame closely: its JSON as a tree, and its text as it is.
#pragma once

#include "app/core/inspect/frame.h"
#include "app/ui/jsontreemodel.h"
#include "app/ui/theme.h"

#include <QWidget>

#include <optional>

class QLabel;
class QPlainTextEdit;
class QStackedLayout;
class QTreeView;

namespace kodama {

/// The page with the tree.
class FrameTreePage final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FrameTreePage)

public:
    explicit FrameTreePage(const Theme &theme, QWidget *parent = nullptr);

    void showFrame(const std::optional<Frame> &frame);
    void retranslate();
    /// The value of the chosen line, for the clipboard; empty: none is chosen.
    [[nodiscard]] QString chosenValue() const;

private:
    [[nodiscard]] QString hint() const;

    const Theme &m_theme;
    JsonTreeModel m_model;
    QTreeView *m_tree;
    QLabel *m_hint;
    QLabel *m_cutNote;
    std::optional<Frame> m_frame;
};

/// The page with the text.
class FrameTextPage final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FrameTextPage)

public:
    static constexpr qsizetype maxShownBytes = qsizetype{256} * 1024;

    explicit FrameTextPage(const Theme &theme, QWidget *parent = nullptr);

    void showFrame(const std::optional<Frame> &frame);
    void retranslate();

private:
    void applyTheme();

    const Theme &m_theme;
    QLabel *m_facts;
    QPlainTextEdit *m_text;
    QLabel *m_cutNote;
    std::optional<Frame> m_frame;
};

} // namespace kodama
