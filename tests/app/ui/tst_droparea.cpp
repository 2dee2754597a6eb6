// What is dragged into the window: text, links and files; on the field and on what stands above it.
#include "app/ui/composer.h"
#include "app/ui/messageinput.h"
#include "app/ui/pastequestion.h"
#include "tests/app/ui/uifixture.h"

#include <QClipboard>
#include <QDropEvent>
#include <QInputMethodEvent>
#include <QLabel>
#include <QMimeData>
#include <QTemporaryDir>
#include <QVBoxLayout>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestDropArea final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        test::failOnAnyWarning();
        m_folder = std::make_unique<QTemporaryDir>();
        m_theme = std::make_unique<Theme>(QApplication::font());
        m_window = std::make_unique<QWidget>();
        auto *column = new QVBoxLayout(m_window.get());
        m_log = new QLabel(u"what was said"_s);
        m_composer = new Composer(*m_theme);
        column->addWidget(m_log, 1);
        column->addWidget(m_composer);
        m_composer->takeDropsOn(*m_window);
        m_window->resize(800, 600);
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        m_input = m_composer->findChild<MessageInput *>(u"input"_s);
    }

    void cleanup()
    {
        m_window.reset();
        m_theme.reset();
        m_folder.reset();
    }

    void textComesInWhereItIsDropped()
    {
        m_composer->setText(u"before after"_s);
        m_log->setFocus();
        const auto data = textData(u"and "_s);
        QVERIFY(drop(*m_input->viewport(), *data, placeOf(7)));
        QCOMPARE(m_composer->text(), u"before and after"_s);
        QVERIFY(m_input->hasFocus());
    }

    void aboveTheFieldItComesInAtTheCursor()
    {
        m_composer->setText(u"see "_s);
        m_log->setFocus();
        const auto data = textData(u"https://a.example/x"_s);
        data->setUrls({QUrl(u"https://a.example/x"_s)}); // as browsers do
        QVERIFY(drop(*m_window, *data, m_log->geometry().center()));
        QCOMPARE(m_composer->text(), u"see https://a.example/x"_s);
        QVERIFY(m_input->hasFocus());
    }

    void aLongTextAsksOnce()
    {
        m_composer->setText(u"typed "_s);
        const QString text = u"line\n"_s.repeated(int(PasteQuestion::longLines));
        QVERIFY(drop(*m_window, *textData(text), QPoint(50, 50)));
        QVERIFY(question()->isVisible());
        QCOMPARE(m_composer->text(), u"typed "_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QCOMPARE(m_composer->text(), u"typed "_s + text);
    }

    void whatIsInATextFileComesIn()
    {
        m_composer->setText(u"log: "_s);
        QVERIFY(drop(*m_window, *fileData({made(u"a.txt"_s, "first\r\nsecond"_ba)}), {50, 50}));
        QCOMPARE(m_composer->text(), u"log: first\nsecond"_s);
        QVERIFY(!question()->isVisible());
    }

    void filesStandBelowEachOther()
    {
        const auto data = fileData({made(u"a.txt"_s, "木霊"_ba), made(u"b.txt"_s, "second"_ba)});
        QVERIFY(drop(*m_input->viewport(), *data, placeOf(0)));
        QCOMPARE(m_composer->text(), u"木霊\nsecond"_s);
    }

    void aLongTextFileAsksOnce()
    {
        const QByteArray lines = QByteArray("line\n").repeated(int(PasteQuestion::longLines));
        QVERIFY(drop(*m_window, *fileData({made(u"a.log"_s, lines)}), {50, 50}));
        QVERIFY(question()->isVisible());
        QVERIFY(m_composer->text().isEmpty());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QCOMPARE(m_composer->text(), QString::fromUtf8(lines));
    }

    void aPictureSaysThatItCannotBeSent()
    {
        m_composer->setText(u"typed"_s);
        const auto data = fileData({made(u"a.txt"_s, "text"_ba), made(u"b.png"_s, "\x89PNG\n"_ba)});
        QVERIFY(drop(*m_window, *data, {50, 50}));
        QCOMPARE(m_composer->text(), u"typed"_s);
        QVERIFY(problem()->isVisible());
        QVERIFY2(problem()->text().contains(u"“b.png”"_s), qPrintable(problem()->text()));
        QTest::keyClicks(m_input, u"!"_s);
        QCOMPARE(m_composer->text(), u"typed!"_s);
        QVERIFY(!problem()->isVisible());
    }

    void aCopiedFileIsPastedLikeADroppedOne()
    {
        m_input->setFocus();
        QGuiApplication::clipboard()->setMimeData(
            fileData({made(u"a.txt"_s, "in the file"_ba)}).release());
        QTest::keyClick(m_input, Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(m_composer->text(), u"in the file"_s);
    }

    /// Qt takes it away where it was before it comes in where it is dropped: nobody may be asked.
    void whatIsMovedWithinTheFieldIsNeverHeld()
    {
        const QString text = u"line\n"_s.repeated(int(PasteQuestion::longLines));
        m_composer->setText(text);
        m_input->selectAll();
        const auto data = textData(text);
        QVERIFY(drop(*m_input->viewport(), *data, m_input->viewport()->rect().bottomRight()));
        QVERIFY(!question()->isVisible());
        QCOMPARE(m_composer->text(), text + text); // nothing that another program has is taken away
    }

    void whatIsComposedIsLeftAlone()
    {
        m_composer->setText(u"今日は"_s);
        QInputMethodEvent composing(u"てんき"_s, {});
        m_input->setFocus();
        QApplication::sendEvent(m_input, &composing);
        const int cursor = m_input->textCursor().position();
        QVERIFY(!drop(*m_input->viewport(), *textData(u"X"_s), placeOf(0)));
        QVERIFY(!drop(*m_window, *textData(u"X"_s), {50, 50}));
        QCOMPARE(m_composer->text(), u"今日は"_s);
        QVERIFY(m_composer->isComposing());
        QCOMPARE(m_input->textCursor().position(), cursor);
    }

    void whatIsNeitherTextNorFileIsNotTaken()
    {
        QMimeData data;
        data.setData(u"application/x-thing"_s, "x"_ba);
        QVERIFY(!drop(*m_window, data, {50, 50}));
        QVERIFY(!drop(*m_input->viewport(), data, {5, 5}));
        QVERIFY(m_composer->text().isEmpty());
    }

private:
    static std::unique_ptr<QMimeData> textData(const QString &text)
    {
        auto data = std::make_unique<QMimeData>();
        data->setText(text);
        return data;
    }

    static std::unique_ptr<QMimeData> fileData(const QStringList &paths)
    {
        auto data = std::make_unique<QMimeData>();
        QList<QUrl> urls;
        for (const QString &path : paths)
            urls.append(QUrl::fromLocalFile(path));
        data->setUrls(urls);
        return data;
    }

    QString made(const QString &name, const QByteArray &bytes)
    {
        QFile file(m_folder->filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            return {};
        return file.fileName();
    }

    /// As from another program; false: it was not taken.
    static bool drop(QWidget &on, const QMimeData &data, const QPoint &at)
    {
        const Qt::DropActions actions = Qt::CopyAction | Qt::MoveAction;
        QDragEnterEvent enter(at, actions, &data, Qt::LeftButton, {});
        QApplication::sendEvent(&on, &enter);
        if (!enter.isAccepted())
            return false;
        QDragMoveEvent move(at, actions, &data, Qt::LeftButton, {});
        QApplication::sendEvent(&on, &move);
        QDropEvent event(at, actions, &data, Qt::LeftButton, {});
        QApplication::sendEvent(&on, &event);
        return event.isAccepted();
    }

    QPoint placeOf(int character)
    {
        QTextCursor cursor(m_input->document());
        cursor.setPosition(character);
        return m_input->cursorRect(cursor).center();
    }

    PasteQuestion *question() { return m_composer->findChild<PasteQuestion *>(); }
    QLabel *problem() { return m_composer->findChild<QLabel *>(u"composerProblem"_s); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<QWidget> m_window;
    QLabel *m_log = nullptr;
    Composer *m_composer = nullptr;
    MessageInput *m_input = nullptr;
};

QTEST_MAIN(TestDropArea)
#include "tst_droparea.moc"
