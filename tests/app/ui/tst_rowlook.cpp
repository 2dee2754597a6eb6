// What a message is can be seen without colours: rows as they are painted, in shades of grey.
#include "app/ui/messagedelegate.h"
#include "app/ui/messageview.h"
#include "tests/app/ui/uifixture.h"

#include <QImage>
#include <QPainter>

#include <algorithm>
#include <cmath>

using namespace kodama;
using namespace Qt::StringLiterals;

namespace {

constexpr double visibleContrast = 3.0; // WCAG 1.4.11: of what is no text
constexpr double seenContrast = 1.4;    // of thin lines beside others of the same row

double luminance(QRgb pixel)
{
    const auto linear = [](int value) {
        const double share = value / 255.0;
        return share <= 0.03928 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(qRed(pixel)) + 0.7152 * linear(qGreen(pixel)) +
           0.0722 * linear(qBlue(pixel));
}

double contrast(QRgb one, QRgb other)
{
    const double a = luminance(one) + 0.05;
    const double b = luminance(other) + 0.05;
    return std::max(a, b) / std::min(a, b);
}

} // namespace

class TestRowLook final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        test::failOnAnyWarning();
        m_theme = std::make_unique<Theme>(QApplication::font());
        m_log = std::make_unique<MessageLogModel>(100);
        m_spoken = std::make_unique<SpokenLogModel>(*m_log);
        m_view = std::make_unique<MessageView>(*m_theme);
        m_view->setModel(m_spoken.get());
        m_view->resize(500, 900);
        m_view->show();
        m_log->append({row({}), row({.isMention = true}), row({.isOwn = true}),
                       row({.delivery = LogEntry::Delivery::Pending, .isOwn = true, .id = u"p"_s}),
                       row({.delivery = LogEntry::Delivery::Failed, .isOwn = true, .id = u"f"_s})});
    }

    void cleanup()
    {
        m_view.reset();
        m_spoken.reset();
        m_log.reset();
        m_theme.reset();
    }

    void everyKindLooksDifferentInGrey_data() { themes(); }
    void everyKindLooksDifferentInGrey()
    {
        QFETCH(const ThemeMode, mode);
        m_theme->setMode(mode);
        QList<QImage> all;
        for (const Row one : {Plain, Mention, Own, Pending, Failed})
            all.append(picture(one).convertToFormat(QImage::Format_Grayscale8));
        for (qsizetype i = 0; i < all.size(); ++i) {
            for (qsizetype j = i + 1; j < all.size(); ++j) {
                const int size = m_theme->space(4);
                QVERIFY2(visiblyOther(all[i], all[j]) >= size,
                         qPrintable(u"%1 and %2"_s.arg(i).arg(j)));
            }
        }
    }

    void aMentionHasABar_data() { themes(); }
    void aMentionHasABar()
    {
        QFETCH(const ThemeMode, mode);
        m_theme->setMode(mode);
        const auto bar = [this](Row one) {
            const QRect bubble = layoutOf(one).bubble;
            const QImage image = picture(one);
            const int y = bubble.center().y();
            const int inside = bubble.left() + 1 + m_theme->space(1);
            return contrast(image.pixel(bubble.left() + 2, y), image.pixel(inside, y));
        };
        QVERIFY2(bar(Mention) >= visibleContrast, qPrintable(QString::number(bar(Mention))));
        QVERIFY(bar(Plain) < 1.1);
    }

    void whatIsOnItsWayHasADashedEdge_data() { themes(); }
    void whatIsOnItsWayHasADashedEdge()
    {
        QFETCH(const ThemeMode, mode);
        m_theme->setMode(mode);
        const auto dashes = [this](Row one) {
            const QRect bubble = layoutOf(one).bubble;
            const QImage image = picture(one);
            const int corner = m_theme->space(4);
            QList<QRgb> edge;
            for (int x = bubble.left() + corner; x < bubble.right() - corner; ++x)
                edge.append(image.pixel(x, bubble.bottom()));
            const auto [darkest, lightest] = std::ranges::minmax(edge, {}, luminance);
            if (contrast(darkest, lightest) < seenContrast)
                return 0;
            const double middle = (luminance(darkest) + luminance(lightest)) / 2;
            int changes = 0;
            for (qsizetype i = 1; i < edge.size(); ++i) {
                const bool isChange =
                    (luminance(edge[i]) > middle) != (luminance(edge[i - 1]) > middle);
                changes += isChange ? 1 : 0;
            }
            return changes;
        };
        QVERIFY2(dashes(Pending) >= 6, qPrintable(QString::number(dashes(Pending))));
        QCOMPARE(dashes(Own), 0);
        QCOMPARE(dashes(Failed), 0);
    }

    void whatBecameOfItIsAPictureAndWords()
    {
        QCOMPARE(layoutOf(Own).badge, RowBadge::None);
        QCOMPARE(layoutOf(Pending).badge, RowBadge::Pending);
        QCOMPARE(layoutOf(Failed).badge, RowBadge::Failed);
        const auto badge = [this](Row one) {
            return picture(one)
                .copy(layoutOf(one).badgeRect)
                .convertToFormat(QImage::Format_Grayscale8);
        };
        QVERIFY(visiblyOther(badge(Pending), badge(Failed), seenContrast) > 8);
        // One that failed says what to do, and a screen reader hears of both.
        QCOMPARE(layoutOf(Failed).actions.size(), 2U);
        QVERIFY(spoken(Pending) != spoken(Own));
        QVERIFY(spoken(Failed) != spoken(Pending));
        QVERIFY(spoken(Mention) != spoken(Plain));
    }

    void whatMayHaveArrivedIsNotCalledUnsent()
    {
        for (const bool isAction : {false, true}) {
            m_log->clear();
            for (const auto delivery :
                 {LogEntry::Delivery::Failed, LogEntry::Delivery::Uncertain}) {
                LogEntry entry = row(
                    {.delivery = delivery, .isOwn = true, .id = QString::number(int(delivery))});
                entry.isAction = isAction;
                m_log->append(entry);
            }
            QCOMPARE(layoutOf(Row(0)).actions.front().text, u"Not sent. Send again"_s);
            const MessageLayout &layout = layoutOf(Row(1));
            QCOMPARE(layout.badge, RowBadge::Failed);
            QCOMPARE(layout.actions.size(), 2U);
            QCOMPARE(layout.actions.front().kind, RowAction::Kind::Retry);
            QCOMPARE(layout.actions.front().text, u"May have arrived. Send again"_s);
            QVERIFY(spoken(Row(0)).endsWith(u"not sent"_s));
            QVERIFY(spoken(Row(1)).endsWith(u"may have arrived"_s));
        }
    }

    void whatOneDoesLooksUnsentToo_data() { themes(); }
    void whatOneDoesLooksUnsentToo()
    {
        QFETCH(const ThemeMode, mode);
        m_theme->setMode(mode);
        m_log->clear();
        for (const auto delivery : {LogEntry::Delivery::Stored, LogEntry::Delivery::Pending,
                                    LogEntry::Delivery::Failed}) {
            LogEntry entry =
                row({.delivery = delivery, .isOwn = true, .id = QString::number(int(delivery))});
            entry.isAction = true;
            m_log->append(entry);
        }
        const auto mark = [this](int one) {
            return picture(Row(one)).copy(layoutOf(Row(one)).badgeRect);
        };
        QVERIFY(layoutOf(Row(0)).badgeRect.isNull());
        for (const int one : {1, 2}) {
            const MessageLayout &layout = layoutOf(Row(one));
            QImage empty(layout.badgeRect.size(), QImage::Format_RGB32);
            empty.fill(m_theme->color(ThemeColor::Window));
            QVERIFY(visiblyOther(mark(one), empty, seenContrast) > 8);
            QVERIFY(layout.bubble.contains(layout.badgeRect));
            const QRectF words = layout.body->lineAt(0).naturalTextRect();
            QVERIFY(!words.translated(layout.bodyAt).intersects(layout.badgeRect));
        }
        QVERIFY(visiblyOther(mark(1), mark(2), seenContrast) > 8);
    }

    void noFrameCutsThroughANotice()
    {
        m_log->clear();
        LogEntry entry = test::chatEntry(u"ana"_s, {});
        entry.kind = LogEntry::Kind::Joined;
        m_log->append(entry);
        const MessageLayout &layout = layoutOf(Row(0));
        const QRect words = layout.body->boundingRect().translated(layout.bodyAt).toAlignedRect();
        const QImage plain = picture(Row(0));
        const QImage framed = picture(Row(0), QStyle::State_HasFocus);
        int changed = 0;
        for (int y = layout.top; y < layout.height; ++y) {
            if (plain.pixel(plain.width() / 2, y) == framed.pixel(plain.width() / 2, y))
                continue;
            ++changed;
            QVERIFY2(y < words.top() || y > words.bottom(), qPrintable(QString::number(y)));
        }
        QVERIFY(changed >= 2);
    }

    void theFrameHoldsAllOfTheColourOfAChosenRow()
    {
        const MessageLayout &layout = layoutOf(Plain);
        QVERIFY(layout.startsGroup);
        const QImage chosen = picture(Plain, QStyle::State_Selected);
        const QImage framed = picture(Plain, QStyle::State_Selected | QStyle::State_HasFocus);
        const int x = chosen.width() / 2;
        QCOMPARE(chosen.pixelColor(x, layout.top), m_theme->color(ThemeColor::SelectedRow));
        int y = layout.top;
        while (y < layout.height && chosen.pixel(x, y) == framed.pixel(x, y))
            ++y;
        QVERIFY2(y - layout.top <= 2, qPrintable(QString::number(y - layout.top)));
    }

    void onesOwnStandsAtTheOtherSide()
    {
        const int middle = m_view->viewport()->width() / 2;
        QVERIFY(layoutOf(Own).bubble.left() > middle);
        QVERIFY(layoutOf(Plain).bubble.right() < middle);
        QVERIFY(layoutOf(Own).avatar.isNull());
        QVERIFY(!layoutOf(Plain).avatar.isNull());
    }

private:
    enum Row { Plain, Mention, Own, Pending, Failed };
    struct Facts
    {
        LogEntry::Delivery delivery = LogEntry::Delivery::Stored;
        bool isMention = false;
        bool isOwn = false;
        QString id{};
    };

    static LogEntry row(const Facts &facts)
    {
        LogEntry entry = test::chatEntry(u"ana"_s, u"the same words"_s);
        entry.delivery = facts.delivery;
        entry.isMention = facts.isMention;
        entry.isOwn = facts.isOwn;
        entry.messageId = facts.id;
        return entry;
    }

    static void themes()
    {
        QTest::addColumn<ThemeMode>("mode");
        QTest::newRow("light") << ThemeMode::Light;
        QTest::newRow("dark") << ThemeMode::Dark;
    }

    [[nodiscard]] const MessageLayout &layoutOf(Row one) const
    {
        return m_view->delegate().layoutFor(m_spoken->index(one, 0), m_view->viewport()->width());
    }

    [[nodiscard]] QString spoken(Row one) const
    {
        return m_spoken->index(one, 0).data(Qt::AccessibleTextRole).toString();
    }

    [[nodiscard]] QImage picture(Row one, QStyle::State state = {}) const
    {
        m_view->doItemsLayout();
        const MessageLayout &layout = layoutOf(one);
        QImage image(m_view->viewport()->width(), layout.height, QImage::Format_RGB32);
        image.fill(m_theme->color(ThemeColor::Window));
        QPainter painter(&image);
        QStyleOptionViewItem option;
        option.rect = image.rect();
        option.state |= state;
        m_view->delegate().paint(&painter, option, m_spoken->index(one, 0));
        return image;
    }

    /// How many pixels differ so much that one sees it.
    static int visiblyOther(const QImage &one, const QImage &other, double least = visibleContrast)
    {
        int count = 0;
        for (int y = 0; y < std::min(one.height(), other.height()); ++y) {
            for (int x = 0; x < std::min(one.width(), other.width()); ++x)
                count += contrast(one.pixel(x, y), other.pixel(x, y)) >= least ? 1 : 0;
        }
        return count;
    }

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<MessageLogModel> m_log;
    std::unique_ptr<SpokenLogModel> m_spoken;
    std::unique_ptr<MessageView> m_view;
};

QTEST_MAIN(TestRowLook)
#include "tst_rowlook.moc"
