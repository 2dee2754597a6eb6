#include "app/core/language.h"
#include "app/ui/actionlist.h"
#include "app/ui/icons.h"
#include "tests/app/ui/uifixture.h"

#include <QSignalSpy>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestActionList final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        test::failOnAnyWarning();
        m_theme = std::make_unique<Theme>(QApplication::font());
        m_actions = std::make_unique<ActionList>(*m_theme);
    }

    void everyActionIsWhole()
    {
        QStringList names;
        for (const ActionInfo &info : ActionList::all()) {
            const QAction &action = (*m_actions)[info.id];
            QVERIFY2(!action.text().isEmpty(), info.name.data());
            QVERIFY2(!ActionList::label(info.id).contains(u'&'), info.name.data());
            QVERIFY2(!names.contains(info.name), info.name.data());
            QVERIFY2(info.icon.isEmpty() || icons::names().contains(info.icon), info.name.data());
            QCOMPARE(ActionList::find(info.name), std::optional(info.id));
            for (const QKeySequence &keys : ActionList::defaultKeys(info.id))
                QVERIFY2(!keys.isEmpty() && keys[0].key() != Qt::Key_unknown, info.name.data());
            names.append(info.name);
        }
        QVERIFY(!ActionList::find(u"nonsense"_s));
    }

    void noTwoActionsHaveTheSameKeys()
    {
        for (const ActionInfo &info : ActionList::all()) {
            for (const QKeySequence &keys : m_actions->keys(info.id))
                QVERIFY2(!m_actions->ownerOf(keys, info.id), qPrintable(keys.toString()));
        }
    }

    void findsWhoHasTheKeys()
    {
        QCOMPARE(m_actions->ownerOf(QKeySequence(u"Ctrl+R"_s), ActionId::Ping),
                 std::optional(ActionId::Reconnect));
        // A sequence that begins with the keys of another would never come to its end.
        QCOMPARE(m_actions->ownerOf(QKeySequence(u"Ctrl+R, Ctrl+X"_s), ActionId::Ping),
                 std::optional(ActionId::Reconnect));
        QCOMPARE(m_actions->ownerOf(QKeySequence(u"Ctrl+R"_s), ActionId::Reconnect), std::nullopt);
        QCOMPARE(m_actions->ownerOf(QKeySequence(u"Ctrl+Alt+F12"_s), ActionId::Ping), std::nullopt);
    }

    void changedKeysComeBack()
    {
        QCOMPARE(m_actions->changedKeys(), QStringList());
        QSignalSpy changed(m_actions.get(), &ActionList::keysChanged);
        m_actions->setKeys(ActionId::Ping, {QKeySequence(u"Ctrl+F7"_s), QKeySequence(u"F7"_s)});
        m_actions->setKeys(ActionId::Clear, {});
        m_actions->setKeys(ActionId::Clear, {});
        QCOMPARE(changed.count(), 2);
        const QStringList lines = m_actions->changedKeys();
        QCOMPARE(lines, (QStringList{u"ping=Ctrl+F7; F7"_s, u"clear="_s}));
        ActionList other(*m_theme);
        other.setChangedKeys(lines);
        QCOMPARE(other.keys(ActionId::Ping), m_actions->keys(ActionId::Ping));
        QVERIFY(other.keys(ActionId::Clear).isEmpty());
        QCOMPARE(other.keys(ActionId::Reconnect), ActionList::defaultKeys(ActionId::Reconnect));
        other.setChangedKeys({});
        QCOMPARE(other.keys(ActionId::Ping), ActionList::defaultKeys(ActionId::Ping));
    }

    void damagedLinesAreLeftOut()
    {
        m_actions->setChangedKeys(
            {u"nothing=Ctrl+1"_s, u"ping"_s, u"=Ctrl+2"_s, {}, u"status=no such key"_s});
        QCOMPARE(m_actions->keys(ActionId::Ping), ActionList::defaultKeys(ActionId::Ping));
        for (const QKeySequence &keys : m_actions->keys(ActionId::Status))
            QVERIFY(keys[0].key() != Qt::Key_unknown);
    }

    void speaksTheLanguageOfTheProgram()
    {
        Translations translations;
        translations.setLanguage(UiLanguage::Japanese);
        m_actions->retranslate();
        QCOMPARE((*m_actions)[ActionId::Quit].text(), u"終了(&Q)"_s);
        QCOMPARE(ActionList::label(ActionId::Quit), u"終了"_s);
        QVERIFY(ActionList::label(ActionId::ThemeDark) != ActionList::label(ActionId::ThemeLight));
    }

private:
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<ActionList> m_actions;
};

QTEST_MAIN(TestActionList)
#include "tst_actionlist.moc"
