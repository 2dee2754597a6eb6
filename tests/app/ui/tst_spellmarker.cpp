#include "app/core/completion.h"
#include "app/ui/messageinput.h"
#include "app/ui/spellmarker.h"
#include "tests/app/spellfiles.h"
#include "tests/app/ui/uifixture.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QInputMethodEvent>
#include <QMenu>
#include <QTextBlock>
#include <QTextLayout>

using namespace kodama;
using namespace Qt::StringLiterals;

namespace {

class Names final : public CompletionSource
{
public:
    [[nodiscard]] QStringList nicks() const override { return {u"Mika"_s, u"葵"_s}; }
    [[nodiscard]] QStringList rooms() const override { return {}; }
};

struct Fixture
{
    Fixture()
    {
        files.write(u"en_GB"_s, {"hello", "world", "the"});
        dictionary = std::make_unique<SpellDictionary>(files.places(), QStringList{u"en_GB"_s});
        marker = new SpellMarker(input, theme);
        marker->setDictionary(dictionary.get());
        input.resize(400, 60);
        input.show();
        input.activateWindow();
        input.setFocus();
    }
    /// What is underlined in the first line.
    [[nodiscard]] QStringList marked() const
    {
        QStringList words;
        const QTextBlock block = input.document()->firstBlock();
        for (const QTextLayout::FormatRange &range : block.layout()->formats()) {
            if (range.format.underlineStyle() == QTextCharFormat::SpellCheckUnderline)
                words.append(block.text().mid(range.start, range.length));
        }
        return words;
    }
    /// The open menu of the place where the cursor is.
    [[nodiscard]] QMenu *openMenu()
    {
        QContextMenuEvent event(QContextMenuEvent::Keyboard, input.rect().center(),
                                input.mapToGlobal(input.rect().center()));
        QApplication::sendEvent(input.viewport(), &event);
        return qobject_cast<QMenu *>(QApplication::activePopupWidget());
    }
    static QAction *actionNamed(const QMenu *menu, const QString &text)
    {
        for (QAction *action : menu->actions()) {
            if (action->text() == text)
                return action;
        }
        return nullptr;
    }

    SpellFiles files;
    Theme theme{QApplication::font()};
    MessageInput input;
    std::unique_ptr<SpellDictionary> dictionary;
    SpellMarker *marker = nullptr;
};

} // namespace

class TestSpellMarker final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void marksAWordWhenItIsFinished()
    {
        Fixture fixture;
        QTRY_VERIFY(fixture.input.hasFocus());
        QTest::keyClicks(&fixture.input, u"hello wrold"_s);
        QCOMPARE(fixture.marked(), QStringList());
        QTest::keyClick(&fixture.input, Qt::Key_Space);
        QCOMPARE(fixture.marked(), QStringList{u"wrold"_s});
        QCOMPARE(fixture.input.toPlainText(), u"hello wrold "_s);
    }

    void namesOfPeopleAreNoMistakes()
    {
        Fixture fixture;
        const Names names;
        fixture.marker->setNames(&names);
        QTRY_VERIFY(fixture.input.hasFocus());
        QTest::keyClicks(&fixture.input, u"hello mika mikan "_s);
        QCOMPARE(fixture.marked(), QStringList{u"mikan"_s});
        fixture.marker->setNames(nullptr);
        fixture.marker->rehighlight();
        QCOMPARE(fixture.marked(), (QStringList{u"mika"_s, u"mikan"_s}));
    }

    void marksAWordWhenTheCursorLeavesIt()
    {
        Fixture fixture;
        QTRY_VERIFY(fixture.input.hasFocus());
        QTest::keyClicks(&fixture.input, u"teh"_s);
        QCOMPARE(fixture.marked(), QStringList());
        QTest::keyClick(&fixture.input, Qt::Key_Home);
        QCOMPARE(fixture.marked(), QStringList{u"teh"_s});
    }

    void forgetsAnUnfinishedWordThatIsGone()
    {
        Fixture fixture;
        QTRY_VERIFY(fixture.input.hasFocus());
        // More lines than an empty document has room for.
        fixture.input.setPlainText(QString(200, u'\n'));
        fixture.input.moveCursor(QTextCursor::End);
        QTest::keyClicks(&fixture.input, u"wrold"_s);
        fixture.input.clear();
        QTest::keyClicks(&fixture.input, u"teh "_s);
        QCOMPARE(fixture.marked(), QStringList{u"teh"_s});
    }

    void marksNothingWhenSwitchedOff()
    {
        Fixture fixture;
        fixture.input.setPlainText(u"teh "_s);
        QCOMPARE(fixture.marked(), QStringList{u"teh"_s});
        fixture.marker->setEnabled(false);
        QCOMPARE(fixture.marked(), QStringList());
        fixture.marker->setEnabled(true);
        fixture.marker->setDictionary(nullptr);
        QCOMPARE(fixture.marked(), QStringList());
    }

    void leavesWhatIsComposedAlone()
    {
        Fixture fixture;
        fixture.input.setPlainText(u"teh "_s);
        fixture.input.moveCursor(QTextCursor::End);
        QInputMethodEvent preedit(u"こだま"_s, {});
        QApplication::sendEvent(&fixture.input, &preedit);
        const QTextLayout *layout = fixture.input.document()->firstBlock().layout();
        QCOMPARE(layout->preeditAreaText(), u"こだま"_s);
        fixture.marker->setEnabled(false);
        fixture.marker->setEnabled(true);
        QCOMPARE(layout->preeditAreaText(), u"こだま"_s);
        QCOMPARE(layout->preeditAreaPosition(), 4);
        QCOMPARE(fixture.input.toPlainText(), u"teh "_s);
        QCOMPARE(fixture.marked(), QStringList{u"teh"_s});
        QInputMethodEvent commit;
        commit.setCommitString(u"木霊"_s);
        QApplication::sendEvent(&fixture.input, &commit);
        QCOMPARE(fixture.input.toPlainText(), u"teh 木霊"_s);
    }

    void replacesByTheMenuAndCanUndo()
    {
        Fixture fixture;
        fixture.input.setPlainText(u"hello wrold!"_s);
        fixture.input.moveCursor(QTextCursor::End);
        fixture.input.moveCursor(QTextCursor::Left);
        const QMenu *const menu = fixture.openMenu();
        QVERIFY(menu != nullptr);
        QAction *const world = Fixture::actionNamed(menu, u"world"_s);
        QVERIFY(world != nullptr);
        QCOMPARE(menu->actions().first(), world);
        world->trigger();
        QCOMPARE(fixture.input.toPlainText(), u"hello world!"_s);
        QCOMPARE(fixture.marked(), QStringList());
        QApplication::activePopupWidget()->close();
        fixture.input.undo();
        QCOMPARE(fixture.input.toPlainText(), u"hello wrold!"_s);
    }

    void learnsAWord()
    {
        Fixture fixture;
        fixture.input.setPlainText(u"Kodama "_s);
        QCOMPARE(fixture.marked(), QStringList{u"Kodama"_s});
        const QMenu *const menu = fixture.openMenu(); // the cursor stands at the beginning
        QVERIFY(menu != nullptr);
        QAction *const add = Fixture::actionNamed(menu, u"Add “Kodama” to my words"_s);
        QVERIFY(add != nullptr);
        add->trigger();
        QApplication::activePopupWidget()->close();
        QCOMPARE(fixture.marked(), QStringList());
        QFile written(fixture.files.ownWords());
        QVERIFY(written.open(QIODevice::ReadOnly));
        QCOMPARE(written.readAll(), QByteArray("Kodama\n"));
    }

    void addsNothingToTheMenuElsewhere()
    {
        Fixture fixture;
        fixture.input.setPlainText(u"hello teh"_s);
        const QMenu *const menu = fixture.openMenu();
        QVERIFY(menu != nullptr);
        QVERIFY(Fixture::actionNamed(menu, u"the"_s) == nullptr);
        QVERIFY(!menu->actions().isEmpty());
        QApplication::activePopupWidget()->close();
    }
};

QTEST_MAIN(TestSpellMarker)
#include "tst_spellmarker.moc"
