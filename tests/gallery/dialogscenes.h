// The dialogs of the gallery, one after the other.
#pragma once

#include "app/application.h"
#include "app/core/clienterror.h"
#include "app/core/errortext.h"
#include "app/core/settingkeys.h"
#include "app/ui/actionlist.h"
#include "app/ui/connectdialog.h"
#include "app/ui/helpdialog.h"
#include "app/ui/icons.h"
#include "app/ui/roomlist.h"
#include "app/ui/settingsdialog.h"
#include "app/ui/textdialog.h"
#include "app/ui/trayicon.h"

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QPainter>
#include <QPlainTextEdit>
#include <QTemporaryDir>
#include <QTextStream>

namespace kodama {

inline void save(QWidget &widget, const QDir &folder, const QString &name)
{
    widget.setAttribute(Qt::WA_DontShowOnScreen);
    widget.show();
    QApplication::processEvents();
    const QString path = folder.filePath(name + QStringLiteral(".png"));
    if (widget.grab().save(path))
        QTextStream(stdout) << path << '\n';
}

struct DialogScene
{
    const Theme &theme;
    ActionList &actions;
    const QDir &folder;
    QString suffix; ///< of the names of the files
};

inline void saveDialogs(const DialogScene &scene)
{
    using namespace Qt::StringLiterals;
    const auto keep = [&scene](QWidget &widget, const QString &name) {
        save(widget, scene.folder, name + scene.suffix);
    };
    ConnectDialog connectDialog(scene.theme);
    connectDialog.setRecentServers({u"ws://localhost:8765"_s});
    connectDialog.setServer(QUrl(u"ws://localhost:8765"_s));
    connectDialog.setLocalServer(QUrl(u"ws://localhost:8765"_s));
    connectDialog.showLocalServer(ConnectDialog::LocalServer::Answers);
    keep(connectDialog, u"connect"_s);
    connectDialog.setServer(QUrl(u"ws://lab-server:9000"_s));
    connectDialog.findChild<QWidget *>(u"testButton"_s)->setFocus();
    QMetaObject::invokeMethod(connectDialog.findChild<QObject *>(u"testButton"_s), "click");
    ClientError nobody;
    nobody.kind = ClientError::Kind::HostNotFound;
    nobody.url = QUrl(u"ws://lab-server:9000"_s);
    connectDialog.showTestResult(ConnectDialog::TestResult::NotReached, errorText(nobody));
    keep(connectDialog, u"connect-failed"_s);
    ConnectDialog first(scene.theme);
    first.setLocalServer(QUrl(u"ws://localhost:8765"_s));
    first.setServer(QUrl(u"ws://localhost:8765"_s));
    first.setNick(u"mika"_s);
    first.welcome();
    first.showLocalServer(ConnectDialog::LocalServer::CanStart);
    keep(first, u"welcome"_s);
    HelpDialog help(scene.theme, scene.actions, SendKey::Enter);
    keep(help, u"help"_s);
    SettingsDialog settings(scene.theme, scene.actions, Preferences());
    for (int page = 0; page < settings.pageCount(); ++page) {
        settings.showPage(page);
        keep(settings, u"settings-%1"_s.arg(page));
    }
    TextDialog text(scene.theme, u"127.0.0.1:54321"_s, u"0123456789 "_s.repeated(5000));
    keep(text, u"text"_s);
    QWidget sheet;
    sheet.resize(560, 130);
    int x = 10;
    int y = 10;
    for (const QString &name : icons::names()) {
        auto *label = new QLabel(&sheet);
        label->setPixmap(icons::icon(scene.theme, name).pixmap(32));
        label->move(x, y);
        x += 44;
        if (x > 510) {
            x = 10;
            y += 42;
        }
    }
    keep(sheet, u"icons"_s);
}

struct QuestionScene
{
    UiLanguage language;
    bool isDark;
    int zoom; ///< percent
};

/// What the program asks and offers, by the program itself.
inline void saveQuestions(QApplication &app, const QuestionScene &scene, const QDir &folder,
                          const QString &suffix)
{
    using namespace Qt::StringLiterals;
    const QTemporaryDir own;
    Settings settings(own.filePath(u"k.ini"_s));
    settings.set(keys::theme, scene.isDark ? u"dark"_s : u"light"_s);
    settings.set(keys::zoom, scene.zoom);
    Application program(app, settings, scene.language);
    MainWindow &window = program.window();
    window.setAttribute(Qt::WA_DontShowOnScreen);
    window.resize(1000 * scene.zoom / 100, 680 * scene.zoom / 100);
    window.show();
    const auto keep = [&folder, &suffix](QWidget *widget, const QString &name) {
        if (widget == nullptr) {
            QTextStream(stderr) << name << ": is not there\n";
            return;
        }
        if (qobject_cast<QMenu *>(widget) != nullptr)
            widget->resize(widget->sizeHint()); // else two thirds of the screen are the most
        save(*widget, folder, name + suffix);
    };
    const auto ask = [&window, &keep](ActionId id, const QString &dialog) {
        window.action(id).setEnabled(true);
        window.action(id).trigger();
        keep(window.findChild<QWidget *>(dialog), dialog);
    };
    ask(ActionId::ChangeName, u"nameDialog"_s);
    ask(ActionId::About, u"aboutBox"_s);
    Q_EMIT window.rooms().menuRequested(u"lobby"_s, QPoint(10, 10));
    auto *menu = window.findChild<QMenu *>(u"roomMenu"_s);
    keep(menu, u"menu-room"_s);
    menu->close();
    window.setRoomsShown(true);
    for (QAction *action : window.menuBar()->actions()) {
        if (action->menu() != nullptr)
            keep(action->menu(), u"menu-%1"_s.arg(window.menuBar()->actions().indexOf(action)));
    }
    window.setRoomsShown(false);
    QApplication::clipboard()->setText(u"a line of a log\n"_s.repeated(100));
    window.findChild<QPlainTextEdit *>(u"input"_s)->paste();
    keep(&window, u"paste"_s);
    QPixmap strip(4 * 72, 72);
    strip.fill(program.window().palette().color(QPalette::Window));
    QPainter painter(&strip);
    const Theme theme(QApplication::font());
    int x = 4;
    for (const auto &[count, hasMention, isQuiet] :
         {std::tuple(0, false, false), {3, false, false}, {3, true, false}, {0, false, true}}) {
        painter.drawPixmap(x, 4, TrayIcon::picture(theme, count, hasMention, isQuiet).pixmap(64));
        x += 72;
    }
    painter.end();
    QLabel tray;
    tray.setPixmap(strip);
    keep(&tray, u"tray"_s);
}

} // namespace kodama
