#include "app/core/chat/memberlistmodel.h"
#include "app/ui/memberpanel.h"
#include "tests/app/ui/uifixture.h"

#include <QAbstractItemModelTester>
#include <QContextMenuEvent>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QSignalSpy>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestMemberPanel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        test::failOnAnyWarning();
        m_theme = std::make_unique<Theme>(QApplication::font());
        m_members = std::make_unique<MemberListModel>();
        m_members->setMembers({{u"mika"_s, {}}, {u"Ann"_s, u"lunch"_s}, {u"jens"_s, {}}});
        m_panel = std::make_unique<MemberPanel>(*m_theme);
        m_panel->setMembers(m_members.get());
        m_panel->setOwnNick(u"mika"_s);
        m_panel->resize(200, 300);
        m_panel->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
        m_chosen = std::make_unique<QSignalSpy>(m_panel.get(), &MemberPanel::personChosen);
    }

    void cleanup()
    {
        m_chosen.reset();
        m_panel.reset();
        m_members.reset();
        m_theme.reset();
    }

    void saysWhoIsThere()
    {
        const QAbstractItemModelTester tester(list().model());
        QCOMPARE(title(), u"Members · 3"_s);
        QCOMPARE(list().model()->index(0, 0).data(Qt::AccessibleTextRole).toString(),
                 u"Ann, away: lunch"_s);
        QCOMPARE(list().model()->index(1, 0).data(Qt::AccessibleTextRole).toString(), u"jens"_s);
        m_members->add({u"bo"_s, {}});
        QCOMPARE(title(), u"Members · 4"_s);
        m_members->remove(u"bo"_s);
        m_members->setAway(u"Ann"_s, std::nullopt);
        QCOMPARE(list().model()->index(0, 0).data(Qt::AccessibleTextRole).toString(), u"Ann"_s);
        m_panel->setMembers(nullptr);
        QCOMPARE(title(), u"Members"_s);
    }

    void whoIsAwayIsPale()
    {
        const auto has = [this](const QColor &color) {
            const QImage picture = list().viewport()->grab().toImage();
            const QRect row = list().visualRect(list().model()->index(0, 0));
            for (int y = row.top(); y <= row.bottom(); ++y) {
                for (int x = row.left(); x <= row.right(); ++x) {
                    if (picture.pixelColor(x, y) == color)
                        return true;
                }
            }
            return false;
        };
        QVERIFY(has(m_theme->paleSenderColor(u"Ann"_s)));
        QVERIFY(!has(m_theme->senderColor(u"Ann"_s)));
        m_members->setAway(u"Ann"_s, std::nullopt);
        QVERIFY(has(m_theme->senderColor(u"Ann"_s)));
    }

    void saysHowManyAreNotListed()
    {
        const auto *listed = m_panel->findChild<QLabel *>(u"membersListed"_s);
        QVERIFY(!listed->isVisible());
        m_members->setMembers({{u"mika"_s, {}}}, 1'101);
        QCOMPARE(title(), u"Members · %1"_s.arg(QLocale().toString(1'101)));
        QVERIFY(listed->isVisible());
        QCOMPARE(listed->text(), u"1 of %1 are listed."_s.arg(QLocale().toString(1'101)));
        m_members->remove(u"whom the list does not name"_s);
        QCOMPARE(title(), u"Members · %1"_s.arg(QLocale().toString(1'100)));
        m_members->setMembers({{u"mika"_s, {}}});
        QVERIFY(!listed->isVisible());
        MemberListModel other;
        other.setMembers({{u"mika"_s, {}}}, 2);
        m_panel->setMembers(&other);
        QVERIFY(listed->isVisible());
        m_panel->setMembers(nullptr);
        QVERIFY(!listed->isVisible());
    }

    void keysAndMouseOpenAConversation()
    {
        list().setFocus();
        QTest::keyClick(&list(), Qt::Key_Home);
        QTest::keyClick(&list(), Qt::Key_Return);
        QCOMPARE(takeChosen(), u"Ann"_s);
        const QPoint jens = list().visualRect(list().model()->index(1, 0)).center();
        QTest::mouseClick(list().viewport(), Qt::LeftButton, {}, jens);
        QTest::mouseDClick(list().viewport(), Qt::LeftButton, {}, jens);
        QCOMPARE(takeChosen(), u"jens"_s);
        QTest::keyClick(&list(), Qt::Key_End);
        QTest::keyClick(&list(), Qt::Key_Return);
        QVERIFY2(m_chosen->isEmpty(), "nobody writes to himself");
    }

    void theMenuOffersToWriteAndToMention()
    {
        QSignalSpy mentioned(m_panel.get(), &MemberPanel::mentionWanted);
        list().setCurrentIndex(list().model()->index(1, 0));
        QContextMenuEvent byKey(QContextMenuEvent::Keyboard, {}, {});
        QCoreApplication::sendEvent(&list(), &byKey);
        auto *menu = m_panel->findChild<QMenu *>(u"memberMenu"_s);
        QVERIFY(menu != nullptr);
        QCOMPARE(menu->actions().size(), 2);
        menu->actions()[0]->trigger();
        QCOMPARE(takeChosen(), u"jens"_s);
        menu->actions()[1]->trigger();
        QCOMPARE(mentioned.takeFirst().first().toString(), u"jens"_s);
    }

    void drawsWhoIsAwayInAnotherWay()
    {
        const QImage before = m_panel->grab().toImage();
        m_members->setAway(u"jens"_s, QString());
        QVERIFY(m_panel->grab().toImage() != before);
    }

private:
    QListView &list() { return m_panel->list(); }
    QString title() { return m_panel->findChild<QLabel *>(u"memberTitle"_s)->text(); }
    QString takeChosen()
    {
        return m_chosen->count() == 1 ? m_chosen->takeFirst().first().toString()
                                      : u"%1 signals"_s.arg(m_chosen->count());
    }

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<MemberListModel> m_members;
    std::unique_ptr<MemberPanel> m_panel;
    std::unique_ptr<QSignalSpy> m_chosen;
};

QTEST_MAIN(TestMemberPanel)
#include "tst_memberpanel.moc"
