//! Names of organs and places: where a name ends, and what level of government it tells.

use super::Level;
use super::genre::{Ending, Reading, Tells};
use crate::text::sieve::ends;

/// Whether a whole folded line is the name of an organ (or of several, joined by 、 or a space).
pub(super) fn is_organ(line: &str, reading: &Reading) -> bool {
    let fits = (6..=150).contains(&line.len());
    fits && !line.contains(['，', '。', '：', '；', '？', '！', '《', '》', '“', '>', '|'])
        && ending(line, &reading.organs).is_some()
}

/// The level an organ's name tells.
pub(super) fn level_of_organ(organ: &str, reading: &Reading) -> Option<Level> {
    let found = ending(organ, &reading.organs)?;
    match found.tells {
        Tells::Level(level) => Some(level),
        Tells::Place | Tells::CityList => level_of_place(organ.strip_suffix(found.ending.as_str())?, reading),
        Tells::Nothing => None,
    }
}

/// The level of the place a text ends with: 温州市瓯海区 is a district.
pub(super) fn level_of_place(place: &str, reading: &Reading) -> Option<Level> {
    if reading.provinces.iter().any(|name| ends(place, name)) {
        return Some(Level::Province);
    }
    let found = ending(place, &reading.places)?;
    match found.tells {
        Tells::Level(level) => Some(level),
        Tells::CityList => {
            let name = place.strip_suffix(found.ending.as_str())?;
            // 全市 and 我市 are any city.
            if ["全", "我", "本"].contains(&name) {
                return None;
            }
            let listed = reading.cities.iter().any(|city| ends(name, city));
            Some(if listed || name.is_empty() { Level::City } else { Level::County })
        }
        Tells::Place | Tells::Nothing => None,
    }
}

/// The longest ending a name ends with; endings come longest first. A second name in brackets is left out.
fn ending<'a>(name: &str, endings: &'a [Ending]) -> Option<&'a Ending> {
    let second = name.strip_suffix('）').and_then(|name| name.rsplit_once('（'));
    let name = second.map_or(name, |(first, _)| first);
    endings.iter().find(|ending| ends(name, &ending.ending))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::builder::tests::reading;

    fn level(organ: &str) -> Option<Level> {
        level_of_organ(organ, reading())
    }

    #[test]
    fn the_place_before_a_government_tells_its_level() {
        assert_eq!(level("浙江省人民政府"), Some(Level::Province));
        assert_eq!(level("上海市人民政府"), Some(Level::Province));
        assert_eq!(level("新疆维吾尔自治区人民政府"), Some(Level::Province));
        assert_eq!(level("省人民政府"), Some(Level::Province));
        assert_eq!(level("温州市人民政府"), Some(Level::City));
        assert_eq!(level("甘孜藏族自治州人民政府"), Some(Level::City));
        assert_eq!(level("安吉县人民政府"), Some(Level::County));
        assert_eq!(level("景宁畲族自治县人民政府"), Some(Level::County));
        assert_eq!(level("安吉县孝丰镇人民政府"), Some(Level::Town));
    }

    #[test]
    fn knows_the_traps() {
        assert_eq!(level("瑞安市人民政府"), Some(Level::County), "县级市");
        assert_eq!(level("浙江省温州市瑞安市人民政府"), Some(Level::County), "县级市 under its city");
        assert_eq!(level("上海市浦东新区人民政府"), Some(Level::County), "直辖市的区");
        assert_eq!(level("重庆市渝中区人民政府"), Some(Level::County));
        assert_eq!(level("杭州市上城区人民政府清波街道办事处"), Some(Level::Town));
        assert_eq!(level("瑞安市人民政府办公室"), Some(Level::Department));
        assert_eq!(level("宁波经济技术开发区管理委员会"), None);
        assert_eq!(level("某某高新区管委会"), None);
    }

    #[test]
    fn tells_departments_from_ministries() {
        assert_eq!(level("温州市司法局"), Some(Level::Department));
        assert_eq!(level("浙江省生态环境厅"), Some(Level::Department));
        assert_eq!(level("国家税务总局温州市税务局"), Some(Level::Department));
        assert_eq!(level("温州市发展和改革委员会"), Some(Level::Department));
        assert_eq!(level("浙江省卫生健康委"), Some(Level::Department));
        assert_eq!(level("国家卫生健康委"), Some(Level::National));
        assert_ne!(level("温州市委"), Some(Level::Department), "a committee of the party");
        assert_eq!(level("司法部"), Some(Level::National));
        assert_eq!(level("国家市场监督管理总局"), Some(Level::National));
    }

    #[test]
    fn a_sentence_is_no_organ() {
        assert!(is_organ("瑞安市司法局", reading()));
        assert!(!is_organ("会议由市长主持，参加的有市司法局", reading()));
        assert!(!is_organ("主要做法", reading()));
    }
}
