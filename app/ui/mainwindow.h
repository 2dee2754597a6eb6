// Places the parts of the window and turns clicks into intents; knows no protocol and no socket.
#pragma once

#include "app/core/language.h"
#include "app/ui/composer.h"
#include "app/ui/connectionbanner.h"
#include "app/ui/theme.h"

#include <QMainWindow>

#include <memory>

namespace Ui {
class MainWindow;
}

class QActionGroup;

namespace kodama {

class MessageView;
class ServerPanel;

class MainWindow final : public QMainWindow
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MainWindow)

public:
    explicit MainWindow(const Theme &theme, QWidget *parent = nullptr);
    ~MainWindow() override;

    [[nodiscard]] MessageView &view() const { return *m_view; }
    [[nodiscard]] Composer &composer() const { return *m_composer; }
    [[nodiscard]] ServerPanel &panel() const { return *m_panel; }

    void showConnection(const ConnectionInfo &info);
    void showLanguage(UiLanguage language);
    void showThemeMode(ThemeMode mode);

    [[nodiscard]] bool isPanelWanted() const;
    void setPanelWanted(bool isWanted);

Q_SIGNALS:
    void connectDialogRequested();
    void reconnectRequested();
    void disconnectRequested();
    void statusRequested();
    void pingRequested();
    void clearRequested();
    void helpRequested();
    void aboutRequested();
    void languageChosen(kodama::UiLanguage language);
    void themeModeChosen(kodama::ThemeMode mode);
    void closing();

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void closeEvent(QCloseEvent *event) override;

private:
    void placeWidgets();
    void setUpActions();
    void setUpChoices();
    void connectActions();
    void applyTheme();
    void retranslate();
    void showState();
    void showSummary();
    void updatePanel();
    void openContextMenu(const QPoint &position);

    const Theme &m_theme;
    std::unique_ptr<Ui::MainWindow> m_ui;
    MessageView *m_view;
    Composer *m_composer;
    ConnectionBanner *m_banner;
    ServerPanel *m_panel;
    QLabel *m_stateLabel;   // in the status bar
    QLabel *m_summaryLabel; // in the status bar
    ConnectionInfo m_info;
};

} // namespace kodama
