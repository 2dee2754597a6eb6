#include "app/ui/namebar.h"
#include "app/ui/narrowcontrols.h"
#include "tests/app/ui/uifixture.h"

#include <QPushButton>
#include <QStyleOptionComboBox>
#include <QVBoxLayout>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestNarrowControls final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        test::failOnAnyWarning();
        m_theme = std::make_unique<Theme>(QApplication::font());
        test::application().setStyleSheet(m_theme->styleSheet());
    }

    void cleanup() { test::application().setStyleSheet({}); }

    void wordsOfASwitchGoOnInFurtherLines_data()
    {
        QTest::addColumn<QString>("caption");
        QTest::newRow("words") << u"Ask before a long text is pasted here or there"_s;
        QTest::newRow("Japanese") << u"長い文章を貼り付ける前に確認する"_s;
    }

    void wordsOfASwitchGoOnInFurtherLines()
    {
        QFETCH(QString, caption);
        QWidget window;
        auto *column = new QVBoxLayout(&window);
        column->setContentsMargins(0, 0, 0, 0);
        auto *box = new NarrowCheckBox(caption);
        column->addWidget(box, 0, Qt::AlignLeft);
        column->addStretch(1);
        window.resize(600, 300);
        window.show();
        QCoreApplication::processEvents();
        QCOMPARE(box->text(), caption);
        const int wide = box->width();
        const int low = box->height();
        const int lineHeight = box->fontMetrics().height();
        window.resize(wide * 2 / 3, 300);
        QCoreApplication::processEvents();
        QCOMPARE(box->width(), wide * 2 / 3);
        QCOMPARE(box->text().count(u'\n'), 1);
        QCOMPARE(plain(box->text()), plain(caption));
        QVERIFY(box->height() >= 2 * lineHeight);
        QCOMPARE(box->accessibleName(), caption);
        window.resize(600, 300);
        QCoreApplication::processEvents();
        QCOMPARE(box->text(), caption);
        QCOMPARE(box->size(), QSize(wide, low));
    }

    void theNameQuestionKeepsTheWordsOfItsButtons()
    {
        NameBar bar(*m_theme);
        bar.ask(u"guest-12345"_s, u"mika"_s);
        for (const int width : {bar.minimumWidth(), 2 * bar.minimumWidth(), 1200}) {
            bar.resize(width, bar.sizeHint().height());
            QCoreApplication::processEvents();
            for (const QString &name : {u"useNameButton"_s, u"stayGuestButton"_s}) {
                const auto *button = bar.findChild<QPushButton *>(name);
                QVERIFY2(button->width() >= button->sizeHint().width(), qPrintable(name));
            }
        }
    }

    void aChoiceHasAnEllipsis()
    {
        NarrowComboBox box;
        box.addItem(u"Messages that name me or are for me alone"_s);
        box.resize(box.sizeHint());
        QCOMPARE(shownBy(box), box.currentText());
        box.resize(box.sizeHint().width() / 2, box.sizeHint().height());
        QVERIFY(box.minimumSizeHint().width() < box.width());
        QVERIFY(shownBy(box).endsWith(u"…"_s));
        QVERIFY(shownBy(box).startsWith(u"Messages"_s));
        QCOMPARE(box.currentText(), u"Messages that name me or are for me alone"_s);
    }

private:
    static QString plain(QString text) { return text.remove(u'\n').remove(u' '); }
    static QString shownBy(const NarrowComboBox &box)
    {
        QStyleOptionComboBox option;
        box.initStyleOption(&option);
        return option.currentText;
    }

    std::unique_ptr<Theme> m_theme;
};

QTEST_MAIN(TestNarrowControls)
#include "tst_narrowcontrols.moc"
