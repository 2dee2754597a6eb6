#include "server/storeopening.h"

#include "server/exitstatus.h"
#include "server/history/memoryhistory.h"
#include "server/history/sqlitehistory.h"
#include "server/storetexts.h"

namespace kodama {

using namespace Qt::Literals::StringLiterals;

namespace {

StoreNoticeHandler tellOperator(Log &log, Language language)
{
    return [&log, language](const StoreNotice &notice) {
        using Kind = StoreNotice::Kind;
        switch (notice.kind) {
        case Kind::Created:
            log.debug(storeText(language, StoreText::Created).arg(notice.detail));
            break;
        case Kind::Migrated:
            log.info(storeText(language, StoreText::Migrated).arg(notice.detail));
            break;
        case Kind::Skipped:
            log.warning(storeText(language, StoreText::Skipped));
            break;
        case Kind::LogCut:
            log.error(storeText(language, StoreText::LogCut));
            break;
        case Kind::Copied:
            log.warning(storeText(language, StoreText::Copied));
            break;
        case Kind::SetAside:
            log.error(storeText(language, StoreText::SetAside).arg(notice.detail));
            break;
        case Kind::Unavailable:
            log.error(storeText(language, StoreText::Unavailable)
                          .arg(reasonText(language, notice.error), notice.detail));
            break;
        case Kind::Available:
            log.info(storeText(language, StoreText::Available));
            break;
        }
    };
}

} // namespace

Result<std::unique_ptr<History>, StoreRefusal>
openHistory(const StoreConfig &config, const Clock &clock, Log &log, Language language)
{
    StoreOptions options = StoreOptions::inFolder(config.folder);
    options.limits = config.limits;
    if (config.folder.isEmpty()) {
        log.debug(storeText(language, StoreText::InMemory));
        return std::unique_ptr<History>(
            std::make_unique<MemoryHistory>(options.makeEpoch(), config.limits));
    }
    auto opened = SqliteHistory::open(options, clock, tellOperator(log, language));
    if (!opened)
        return refusalOf(opened.error(), config.folder, language);
    return std::unique_ptr<History>(std::move(opened).value());
}

StoreRefusal refusalOf(const HistoryError &error, const QString &folder, Language language)
{
    using Kind = HistoryError::Kind;
    switch (error.kind) {
    case Kind::InUse:
        return {exitstatus::unavailable,
                storeText(language, StoreText::InUse).arg(folder, error.detail)};
    case Kind::NewerVersion:
        return {exitstatus::badData,
                storeText(language, StoreText::NewerVersion).arg(folder, error.detail)};
    case Kind::NoDriver:
        return {exitstatus::unavailable, storeText(language, StoreText::NoDriver)};
    case Kind::DiskFull:
    case Kind::ReadOnly:
    case Kind::Forbidden:
    case Kind::Locked:
    case Kind::Corrupt:
    case Kind::Io:
    case Kind::NoFolder:
    case Kind::TooManyStreams:
        return {exitstatus::cannotCreate,
                storeText(language, StoreText::FolderUnusable).arg(folder, error.detail)};
    }
    Q_UNREACHABLE();
}

} // namespace kodama
