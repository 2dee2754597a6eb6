// The inspector: every frame of the connection, one of them closely, a place to send one, the
// facts and the round trips. Knows no client; see InspectorController.
#pragma once

#include "app/core/inspect/framefilter.h"
#include "app/ui/connectionsheet.h"
#include "app/ui/theme.h"
#include "common/clock.h"

#include <QWidget>

class QBoxLayout;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSplitter;
class QTabWidget;

namespace kodama {

class ActionList;
class FrameEditor;
class FrameLogModel;
class FrameTable;
class FrameTextPage;
class FrameTreePage;
class TimeChart;

class InspectorWindow final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(InspectorWindow)

public:
    /// What the window works with; everything outlives it.
    struct Parts
    {
        const Theme &theme;
        const Clock &clock;
        FrameLogModel &log;
        const ActionList &actions; ///< whose keys for copying, finding and so on hold here, too
    };

    explicit InspectorWindow(const Parts &parts);
    ~InspectorWindow() override;

    void showReport(const ConnectionReport &report);
    void addRoundTrip(std::chrono::nanoseconds roundTrip);
    /// Why the last frame was not sent.
    void showSendProblem(const QString &sentence);
    /// One JSON object a line; says in the window when that did not work.
    void saveTo(const QString &fileName);

Q_SIGNALS:
    void textSubmitted(const QByteArray &frame);
    void bytesSubmitted(const QByteArray &bytes);
    /// Whether anybody looks.
    void watchedChanged(bool isWatched);

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    enum Page { TreePage, TextPage, SendPage, ConnectionPage };

    QWidget *makeBar();
    QWidget *makeChartArea();
    void connectParts();
    void addKeys();
    void applyTheme();
    void retranslate();
    void fitBar();
    void applyFilter();
    void showFrame();
    void showCount();
    void showRoundTrips();
    void editFrame();
    void copy();
    void copyJsonLines();
    void askWhereToSave();
    void openMenu(const QPoint &position);
    [[nodiscard]] QList<Frame> chosenFrames() const;

    Parts m_parts;
    FrameFilter m_filter;
    QLineEdit *m_text;
    QComboBox *m_direction;
    QComboBox *m_kinds;
    QPushButton *m_pause;
    QPushButton *m_clear;
    QPushButton *m_copy;
    QPushButton *m_save;
    QPushButton *m_edit;
    QSplitter *m_splitter;
    FrameTable *m_table;
    QTabWidget *m_pages;
    FrameTreePage *m_tree;
    FrameTextPage *m_whole;
    FrameEditor *m_editor;
    ConnectionSheet *m_sheet;
    QLabel *m_chartTitle;
    QLabel *m_chartFigures;
    TimeChart *m_chart;
    QLabel *m_count;
    QTimer *m_filterTimer;
    QString m_problem;
    bool m_isConnected = false;
};

} // namespace kodama
